import type { JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'

/**
 * Has a step of each kind that a kill can cut off: a wait, a conditional wait, a call, a mail, a changed field. At the end people
 * on the plan "patient" wait for a day.
 */
export function crashJourney(name: string, externalActionId: string): JourneyDocument {
  const position = { x: 0, y: 0 }
  return {
    schemaVersion: 1,
    name,
    timeZone: 'UTC',
    fields: [
      { key: 'email', type: 'email', required: true },
      { key: 'score', type: 'number' },
      { key: 'plan', type: 'text' },
      { key: 'ts', type: 'text' },
      { key: 'stage', type: 'text' },
    ],
    uniqueBy: ['email'],
    reentry: 'never',
    nodes: [
      { id: 'entry', kind: 'entry', position, config: {} },
      { id: 'cool', kind: 'waitTimer', position, config: { mode: 'duration', amount: 0.3, unit: 'seconds' } },
      {
        id: 'reply',
        kind: 'conditionalWait',
        position,
        config: {
          condition: { all: [{ field: 'score', operator: 'gte', value: 3 }] },
          timeLimit: { amount: 0.5, unit: 'seconds' },
        },
      },
      {
        id: 'post',
        kind: 'callApi',
        position,
        config: {
          externalActionId,
          tokens: { email: { from: 'field', field: 'email' }, score: { from: 'field', field: 'score' } },
          save: [{ output: 'ts', field: 'ts' }],
          onError: 'park',
        },
      },
      { id: 'mail', kind: 'email', position, config: { subject: 'Thank you', body: '<p>{{ participant.email }}</p>' } },
      {
        id: 'mark',
        kind: 'updateField',
        position,
        config: { assignments: [{ field: 'stage', value: 'thanked' }] },
      },
      {
        id: 'fork',
        kind: 'split',
        position,
        config: {
          branches: [
            {
              id: 'patient',
              name: 'Patient',
              condition: { all: [{ field: 'plan', operator: 'eq', value: 'patient' }] },
            },
          ],
        },
      },
      { id: 'day', kind: 'waitTimer', position, config: { mode: 'duration', amount: 1, unit: 'days' } },
      { id: 'done', kind: 'exit', position, config: { reason: 'completed' } },
    ],
    edges: [
      { source: 'entry', outlet: 'next', target: 'cool' },
      { source: 'cool', outlet: 'next', target: 'reply' },
      { source: 'reply', outlet: 'met', target: 'post' },
      { source: 'reply', outlet: 'timedOut', target: 'mark' },
      { source: 'post', outlet: 'next', target: 'mail' },
      { source: 'mail', outlet: 'next', target: 'mark' },
      { source: 'mark', outlet: 'next', target: 'fork' },
      { source: 'fork', outlet: 'patient', target: 'day' },
      { source: 'fork', outlet: 'default', target: 'done' },
      { source: 'day', outlet: 'next', target: 'done' },
    ],
  }
}
