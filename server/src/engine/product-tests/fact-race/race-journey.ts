import type { JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import { outletsOfDraft } from '@tabiji/shared/nodes/node-kind.ts'

/** What the publishes of a race change in the journey. */
export type RaceShape = { hasMark: boolean; hasSurvey: boolean; asksBig: boolean; limitHours: number }

export const firstShape: RaceShape = { hasMark: true, hasSurvey: true, asksBig: false, limitHours: 24 }

const at = { x: 0, y: 0 }

/** A loop of call and callback, survey, event and field. Events and surveys write the same field. */
export function raceJourney(externalActionId: string, shape: RaceShape): Omit<JourneyDocument, 'schemaVersion'> {
  const timeLimit = { amount: shape.limitHours, unit: 'hours' }
  const call = {
    externalActionId,
    tokens: { who: { from: 'field', field: 'email' }, notify: { from: 'callbackUrl' } },
    save: [
      { output: 'job', field: 'job' },
      { output: 'ticket', field: 'ticket' },
    ],
    callback: {
      timeLimit,
      succeededWhen: { state: 'done' },
      values: [{ name: 'ticket', key: 'ticket', type: 'text' }],
    },
  }
  const asked = {
    scale: 'nps',
    question: 'Would you recommend us?',
    comment: null,
    scoreField: 'total',
    commentField: null,
  }
  const where = shape.asksBig ? { total: 99 } : {}
  const nodes = [
    { id: 'entry', kind: 'entry', position: at, config: {} },
    { id: 'call', kind: 'callApi', position: at, config: call },
    ...(shape.hasSurvey ? [{ id: 'ask', kind: 'survey', position: at, config: { survey: asked, timeLimit } }] : []),
    {
      id: 'paid',
      kind: 'conditionalWait',
      position: at,
      config: { condition: { all: [{ signal: 'eventReceived', topic: 'paid', where }] }, timeLimit },
    },
    ...(shape.hasMark
      ? [
          {
            id: 'mark',
            kind: 'updateField',
            position: at,
            config: { assignments: [{ field: 'stage', value: { template: 'paid {{ participant.total }}' } }] },
          },
        ]
      : []),
    { id: 'done', kind: 'exit', position: at, config: { reason: 'completed' } },
  ]
  const afterCall = shape.hasSurvey ? 'ask' : 'paid'
  const callOutlets = outletsOfDraft({ id: 'call', kind: 'callApi', position: at, config: call })
  return {
    name: 'Race',
    timeZone: 'UTC',
    fields: [
      { key: 'email', type: 'email', required: true },
      { key: 'total', type: 'number' },
      { key: 'job', type: 'text' },
      { key: 'ticket', type: 'text' },
      { key: 'stage', type: 'text' },
    ],
    uniqueBy: ['email'],
    reentry: 'afterEnd',
    nodes,
    edges: [
      { source: 'entry', outlet: 'next', target: 'call' },
      ...callOutlets.map((outlet) => ({ source: 'call', outlet, target: afterCall })),
      ...(shape.hasSurvey
        ? [
            { source: 'ask', outlet: 'responded', target: 'paid' },
            { source: 'ask', outlet: 'timedOut', target: 'done' },
          ]
        : []),
      { source: 'paid', outlet: 'met', target: shape.hasMark ? 'mark' : 'call' },
      { source: 'paid', outlet: 'timedOut', target: 'done' },
      ...(shape.hasMark ? [{ source: 'mark', outlet: 'next', target: 'call' }] : []),
    ],
  } as Omit<JourneyDocument, 'schemaVersion'>
}
