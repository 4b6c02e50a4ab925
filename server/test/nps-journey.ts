import type { JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'

/** The journey of the public documentation with waits of seconds: wait, conditional wait, call, exit. */
export function npsJourney(
  externalActionId: string,
  options: { wait?: number; timeLimit?: number; onError?: 'continue' | 'drop' | 'park' } = {},
): JourneyDocument {
  const { wait = 1, timeLimit = 2, onError = 'park' } = options
  return {
    schemaVersion: 1,
    name: 'NPS answer to chat',
    timeZone: 'Asia/Tokyo',
    fields: [
      { key: 'email', type: 'email', required: true },
      { key: 'score', type: 'number' },
      { key: 'chatTs', type: 'text' },
    ],
    uniqueBy: ['email'],
    reentry: 'never',
    nodes: [
      { id: 'entry', kind: 'entry', position: { x: 0, y: 0 }, config: {} },
      {
        id: 'cool',
        kind: 'waitTimer',
        position: { x: 0, y: 120 },
        config: { mode: 'duration', amount: wait, unit: 'seconds' },
      },
      {
        id: 'reply',
        kind: 'conditionalWait',
        position: { x: 0, y: 240 },
        config: {
          condition: { all: [{ field: 'score', operator: 'gte', value: 9 }] },
          timeLimit: { amount: timeLimit, unit: 'seconds' },
        },
      },
      {
        id: 'post',
        kind: 'callApi',
        position: { x: 0, y: 360 },
        config: {
          externalActionId,
          tokens: {
            text: { from: 'template', value: '{{ participant.email }} gave {{ participant.score }}' },
            score: { from: 'field', field: 'score', ifMissing: { default: 0 } },
          },
          save: [{ output: 'ts', field: 'chatTs' }],
          onError,
        },
      },
      { id: 'done', kind: 'exit', position: { x: 0, y: 480 }, config: { reason: 'completed' } },
    ],
    edges: [
      { source: 'entry', outlet: 'next', target: 'cool' },
      { source: 'cool', outlet: 'next', target: 'reply' },
      { source: 'reply', outlet: 'met', target: 'post' },
      { source: 'reply', outlet: 'timedOut', target: 'done' },
      { source: 'post', outlet: 'next', target: 'done' },
    ],
  }
}
