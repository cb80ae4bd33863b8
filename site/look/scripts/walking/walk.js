/**
 * The path that answers make up: the same as handbook/framework/walking.py, which stays the measure; one table of walks holds
 * the two together (tests/handbook/framework/walks.json).
 *
 * A framework is `{steps: [{name, answers: [{targets}]}], outcomes: [{name}]}`, a choice `[step, visit, position]`. What comes
 * back names steps and outcomes: stations with step, visit, choice and the position of the station that led there (`after`),
 * the station where one stands now (null at the end), the steps that wait beside it, the outcomes reached.
 */
export function walk({ steps, outcomes }, choices) {
  const stepOf = byName(steps);
  const outcomeOf = byName(outcomes);
  const chosen = new Map(choices.map(([step, visit, choice]) => [keyOf(step, visit), choice]));
  const visits = new Map();
  const stations = [];
  const reached = new Map();
  const ahead = steps.length ? [{ step: steps[0], after: null }] : [];
  const nextVisit = ({ name }) => (visits.get(name) ?? 0) + 1;
  while (ahead.length) {
    const { step, after } = ahead[0];
    const visit = nextVisit(step);
    const choice = chosen.get(keyOf(step.name, visit));
    const answer = step.answers[choice];
    if (!answer) break;
    ahead.shift();
    visits.set(step.name, visit);
    const here = stations.length;
    stations.push({ step: step.name, visit, choice, after });
    const onward = [];
    for (const name of answer.targets) {
      // A step before an outcome of the same name, as the framework reads them.
      if (stepOf.has(name)) onward.push(stepOf.get(name));
      else if (outcomeOf.has(name) && !reached.has(name)) reached.set(name, { outcome: name, after: here });
    }
    const waits = new Set(ahead.map((one) => one.step.name));
    ahead.unshift(...onward.filter(({ name }) => !waits.has(name)).map((one) => ({ step: one, after: here })));
  }
  const [first, ...others] = ahead;
  return {
    stations,
    current: first ? { step: first.step.name, visit: nextVisit(first.step), choice: null, after: first.after } : null,
    waiting: others.map(({ step }) => step.name),
    reached: [...reached.values()],
  };
}

/** A visit as one string, whatever characters a name holds. */
export const keyOf = (step, visit) => JSON.stringify([step, visit]);

/** Of several with one name the one that stands first. */
export function byName(nodes) {
  const found = new Map();
  for (const node of nodes) if (!found.has(node.name)) found.set(node.name, node);
  return found;
}
