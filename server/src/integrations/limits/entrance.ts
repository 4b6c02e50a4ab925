import type { CallGate, Pass } from './call-gate.ts'

/** Stands before one step while its people are worked on: lets in as many as can be called soon, each when their turn comes. */
export type Entrance = {
  /** How many people may be taken now; at 0 `askAgainMs` says when to ask again. */
  room(wanted: number): Promise<number>
  /** How many were found for that room. */
  found(people: number): void
  askAgainMs: number
  /** Waits until the next of them may begin; `shut` when those who are left have to be given back. */
  turn(): Promise<Pass | null | 'shut'>
  leave(): void
}

/** `find` answers null for a step whose effect goes through no connection. */
export function createEntrance(find: () => Promise<CallGate | null>): Entrance {
  let gate: CallGate | null = null
  let passes: Pass[] | 'free' = 'free'

  const giveBack = (from: number) => {
    if (passes === 'free') return
    for (const pass of passes.splice(from)) pass.gate.end(pass)
  }
  const entrance: Entrance = {
    askAgainMs: 0,
    async room(wanted) {
      giveBack(0)
      gate = await find()
      passes = gate === null ? 'free' : await gate.take(wanted)
      const room = passes === 'free' ? wanted : passes.length
      entrance.askAgainMs = room === 0 && gate ? gate.askAgainMs : 0
      return room
    },
    found(people) {
      giveBack(people)
    },
    async turn() {
      if (gate === null) return null
      if (passes === 'free') return gate.isShut ? 'shut' : null
      for (let pass = passes.shift(); pass; pass = passes.shift()) {
        if (await gate.start(pass)) return pass
        gate.end(pass)
      }
      return 'shut'
    },
    leave: () => giveBack(0),
  }
  return entrance
}
