/**
 * Where remarks stand beside the text, as plain arithmetic.
 *
 * `rows` are in reading order, each with the `want`ed top and its `height`.
 * Every row comes as near to its wish as its neighbours allow and none overlap;
 * the row `held` stands exactly at its wish, the others make room above and below.
 */
export function stack(rows, held = -1, gap = 12) {
  const tops = new Array(rows.length);
  let floor = 0;
  rows.forEach((row, index) => {
    tops[index] = Math.max(row.want, floor);
    floor = tops[index] + row.height + gap;
  });
  if (held < 0) return tops;

  tops[held] = Math.max(rows[held].want, 0);
  for (let index = held - 1; index >= 0; index -= 1) {
    tops[index] = Math.min(tops[index], tops[index + 1] - rows[index].height - gap);
  }
  // What was pushed above the column would be out of reach: the whole pile steps down.
  const above = Math.min(0, tops[0]);
  for (let index = 0; index <= held; index += 1) tops[index] -= above;
  for (let index = held + 1; index < rows.length; index += 1) {
    tops[index] = Math.max(rows[index].want, tops[index - 1] + rows[index - 1].height + gap);
  }
  return tops;
}
