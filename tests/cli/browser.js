// What a page looks like to a browser, told to the page that frames it. Appended to a page by browser.rs.
addEventListener("load", () => {
  const all = (css) => [...document.querySelectorAll(css)];
  const box = (element) => element.getBoundingClientRect();
  const within = (inner, outer) =>
    inner.left >= outer.left - 1 && inner.right <= outer.right + 1 && inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;

  // Follows a link as a click does: where it led, and whether a reader sees that.
  const follow = (link) => {
    if (!link) return "there is no link";
    link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, view: window }));
    const target = document.querySelector(":target");
    if (!target || "#" + target.id !== link.getAttribute("href")) return `${link.getAttribute("href")} leads nowhere`;
    const { top, bottom } = box(target);
    if (bottom <= 0 || top >= innerHeight) return `${target.id} is out of sight at ${top}`;
    const style = getComputedStyle(target);
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 1) return `${target.id} is not set off`;
    return target.id;
  };

  // How much each of a cloud's words with letters is stretched to the width of its box: its natural width is 1.
  const held = all("#clouds svg text[textLength]");
  const stretches = held.map((word) => {
    const width = word.textLength.baseVal.value;
    word.removeAttribute("textLength");
    return width / word.getComputedTextLength();
  });
  const chinese = all("#clouds svg text").filter((word) => !held.includes(word));

  const cell = follow(document.querySelector("#lines svg a"));
  const behind = document.getElementById(cell);
  const paragraph = follow(behind && behind.querySelector("a"));
  const marks = all(".para mark, .paragraph mark");
  const said = {
    page: location.pathname.split("/").pop(),
    width: innerWidth,
    excess: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    charts: all("#lines svg").filter((svg) => box(svg).width > 100 && box(svg).height > 50).length,
    cut_labels: all("#lines svg").flatMap((svg) => [...svg.querySelectorAll("text")].filter((t) => !within(box(t), box(svg)))).length,
    least_label: Math.min(...all("#lines svg text").map((text) => box(text).height)),
    points_off: all("#lines svg").flatMap((svg) => [...svg.querySelectorAll("circle")].filter((c) => !within(box(c), box(svg)))).length,
    cell,
    paragraph,
    marks: marks.length,
    plain_marks: marks.filter((mark) => parseFloat(getComputedStyle(mark).borderBottomWidth) < 1 || box(mark).width < 1).length,
    words: all("#clouds svg text").length,
    held: held.length,
    most_stretched: Math.max(1, ...stretches),
    most_pressed: Math.min(1, ...stretches),
    chinese: chinese.length,
    squares: chinese.filter((word) => {
      const wide = parseFloat(word.getAttribute("font-size")) * [...word.firstChild.data].length;
      return Math.abs(word.getComputedTextLength() - wide) < 0.02 * wide;
    }).length,
  };
  parent.postMessage(JSON.stringify(said), "*");
});
