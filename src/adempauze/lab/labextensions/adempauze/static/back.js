// The browser's Back button.

/** Let Back return from a page to the lesson, because JupyterLab changes only the address. */
export const followBack = ({ commands, shell }) => {
  globalThis.addEventListener("popstate", () => {
    const [, address = ""] = /\/tree\/(.+)$/.exec(globalThis.location.pathname) ?? [];
    const path = decodeURIComponent(address);
    // A link to a place in the lesson, such as the one that skips the bar, needs no opening, which would move the focus.
    if (path && path !== shell.currentWidget?.context?.path) commands.execute("docmanager:open", { path });
  });
};
