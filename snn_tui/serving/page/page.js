// What the terminal's script (textual.js) needs to know, and what it does not do by itself.

const terminal = document.getElementById("terminal");
terminal.dataset.sessionWebsocketUrl = `ws://${location.host}${location.pathname}ws`;

// Keys go to the dashboard without a click, once there is one to hear them.
const listen = () => document.querySelector(".xterm-helper-textarea")?.focus();
const look = () => {
  if (document.body.classList.contains("-closed")) {
    document.querySelector("button").focus();
  } else if (document.body.classList.contains("-first-byte")) {
    listen();
  }
};
new MutationObserver(look).observe(document.body, { attributeFilter: ["class"] });
window.addEventListener("focus", look);
document.querySelector("button").addEventListener("click", () => location.reload());
