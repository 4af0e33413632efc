for (const compare of document.querySelectorAll(".compare")) {
  const slider = compare.querySelector("input[type=range]");
  const show = () => compare.style.setProperty("--at", slider.value + "%");
  slider.addEventListener("input", show);
  show();
}
document.documentElement.classList.add("scripted");
