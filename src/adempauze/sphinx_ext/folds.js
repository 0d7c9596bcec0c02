// The folded parts of a lesson: one switch opens them all and is remembered, a link into a fold opens it, and a button
// there leads back to the link. Most browsers open a fold for an address by themselves; this does it for the others.
(() => {
  const KEY = "adempauze:v1:folds";
  const OPEN = "open";
  const FOLD = "details.course-fold";
  const folds = /** @type {HTMLDetailsElement[]} */ ([...document.querySelectorAll(FOLD)]);
  const all = /** @type {HTMLButtonElement} */ (document.querySelector(".course-open-all"));

  const isRemembered = () => {
    try {
      return localStorage.getItem(KEY) === OPEN;
    } catch {
      return false;
    }
  };

  const remember = (open) => {
    try {
      if (open) localStorage.setItem(KEY, OPEN);
      else localStorage.removeItem(KEY);
    } catch {
      // Without storage, the choice is for this page only.
    }
  };

  const openAll = (open) => {
    all.setAttribute("aria-pressed", String(open));
    folds.forEach((fold) => {
      fold.open = open;
    });
  };

  const targetOf = (hash) => document.getElementById(decodeURIComponent(hash.slice(1)));

  /** Open the fold around a place, or the fold that begins there; return whether it was closed. */
  const reveal = (target) => {
    const fold = target?.querySelector(`:scope > ${FOLD}`) ?? target?.closest(FOLD);
    if (!fold || fold.open) return false;
    fold.open = true;
    return true;
  };

  const revealAddress = () => {
    const target = targetOf(location.hash);
    if (reveal(target)) target?.scrollIntoView();
  };

  const back = document.createElement("button");
  back.type = "button";
  back.className = "course-back";
  back.textContent = all.dataset.back ?? "";

  /** Offer a way back to a link, below the heading that it led to. */
  const offerBack = (link, target) => {
    const follows = (heading) => target.compareDocumentPosition(heading) & Node.DOCUMENT_POSITION_FOLLOWING;
    [...document.querySelectorAll(`${FOLD} :is(h2, h3)`)].find(follows)?.after(back);
    back.onclick = () => {
      back.remove();
      link.scrollIntoView({ block: "center" });
      link.focus({ preventScroll: true });
    };
  };

  const onClick = ({ target: node }) => {
    const link = node.closest?.("main a[href^='#']");
    const target = link && targetOf(link.hash);
    if (!target) return;
    reveal(target); // also when the address stays the same, because the reader follows the link again
    if (target.closest(FOLD) && !link.closest(FOLD)) offerBack(link, target);
  };

  if (isRemembered()) openAll(true);
  revealAddress();
  addEventListener("hashchange", revealAddress);
  document.addEventListener("click", onClick);
  all.addEventListener("click", () => {
    const open = all.getAttribute("aria-pressed") !== "true";
    remember(open);
    openAll(open);
  });
})();
