/** The sentence below a lesson that is not live yet; it is empty and takes no space when all is well. */
export class Notice {
  constructor(lesson, retry) {
    this.words = lesson.words;
    this.node = document.createElement("div");
    this.node.className = "adempauze-notice";
    this.node.lang = lesson.lang;
    this.text = document.createElement("p");
    this.text.setAttribute("role", "status");
    this.button = document.createElement("button");
    this.button.textContent = this.words.again;
    this.button.addEventListener("click", retry);
    this.node.append(this.text, this.button);
    this.say(null);
  }

  say(key) {
    this.node.dataset.state = key ?? "";
    this.text.textContent = key ? this.words[key] : "";
    this.button.hidden = key !== "stopped";
    this.node.parentElement?.classList.toggle("adempauze-noticed", Boolean(key));
  }
}
