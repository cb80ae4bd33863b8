/** The motivation on the page, as it will be copied, printed and put into a Word file. */
const TAGS = { title: "h3", heading: "h4", subheading: "h5", text: "p" };

export function drawPaper(paper, lines) {
  paper.replaceChildren(
    ...lines.map(({ kind, label, text }) => {
      const element = document.createElement(TAGS[kind]);
      if (label) {
        const strong = document.createElement("strong");
        strong.textContent = `${label}: `;
        element.append(strong);
      }
      element.append(text);
      return element;
    }),
  );
}
