// The browser's Back button.

/** Let Back return from a page to the lesson, because JupyterLab changes only the address. */
export const followBack = ({ commands }) => {
  globalThis.addEventListener("popstate", () => {
    const path = /\/tree\/(.+)$/.exec(globalThis.location.pathname)?.[1];
    if (path) commands.execute("docmanager:open", { path: decodeURIComponent(path) });
  });
};
