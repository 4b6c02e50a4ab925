/** A state machine as a table: for each state, the events that are legal in it and the state that follows. */
export type Transitions<State extends string, Event extends string> = Readonly<
  Record<State, Readonly<Partial<Record<Event, State>>>>
>

/** The state that follows. An event that the table does not name for the state is a bug, and throws. */
export function nextState<State extends string, Event extends string>(
  machine: string,
  table: Transitions<State, Event>,
  state: State,
  event: Event,
): State {
  const next = table[state][event]
  if (next === undefined) throw new Error(`${machine}: the event "${event}" is illegal in the state "${state}"`)
  return next
}
