// The book's minifier, rjsmin, does not know template literals within template literals, and would change their text.
export default {
  name: "adempauze",
  rules: {
    "no-nested-template": {
      create: (context) => ({
        "TemplateLiteral TemplateLiteral": (node) => {
          context.report({ node, message: "A template literal within another: give the inner one a name." });
        },
      }),
    },
  },
};
