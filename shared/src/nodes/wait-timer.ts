import { z } from 'zod'
import { timeOfDaySchema, windowSchema } from '../time/calendar.ts'
import { durationSchema, durationToMilliseconds } from '../time/duration.ts'
import { parseInstant, parseLocalDateTime } from '../time/instant.ts'
import { zoneChoiceSchema } from '../time/zone-choice.ts'
import type { DelayUntil } from '../plan/plan.ts'
import { checkZone } from './checks/check-zone.ts'
import { defineNodeKind, type Finding } from './define-node-kind.ts'

const timeZone = zoneChoiceSchema

const config = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('duration'), timeZone, ...durationSchema.shape }),
  /**
   * With an offset, one instant for all participants; without one, a clock time that each zone reaches at a different
   * instant.
   */
  z.object({ mode: z.literal('until'), timeZone, at: z.iso.datetime({ offset: true, local: true }) }),
  z.object({
    mode: z.literal('untilField'),
    timeZone,
    field: z.string().min(1),
    /** Negative amounts are before the date. */
    offset: z.object({ amount: z.number(), unit: durationSchema.shape.unit }).nullable().default(null),
    /** Null means the start of the day, or the time that the field itself holds. */
    time: timeOfDaySchema.nullable().default(null),
  }),
  z
    .object({ mode: z.literal('window'), timeZone, ...windowSchema.shape })
    .refine((window) => window.from !== window.to, { path: ['to'] }),
])
export type WaitTimerConfig = z.infer<typeof config>

export const waitTimer = defineNodeKind({
  kind: 'waitTimer',
  title: { en: 'Wait timer', ja: '待機タイマー' },
  version: 1,
  migrations: {},
  config,
  defaultConfig: { mode: 'duration', amount: 1, unit: 'days' },
  outlets: () => ['next'],
  // An instant or a date may be in the past and a window may be open; only a duration is certain to take time.
  takesTime: (wait) => wait.mode === 'duration' && durationToMilliseconds(wait) > 0,
  check: (wait, env) => {
    const findings: Finding[] = checkZone(wait.timeZone, ['timeZone'])
    if (wait.mode === 'until' && parseInstant(wait.at) === null && parseLocalDateTime(wait.at, 'UTC') === null)
      findings.push({ code: 'node.incomplete', path: ['at'], params: { what: 'at' } })
    if (wait.mode === 'untilField') {
      const field = env.fields.find((candidate) => candidate.key === wait.field)
      if (!field) findings.push({ code: 'node.fieldUnknown', path: ['field'], params: { field: wait.field } })
      else if (field.type !== 'date' && field.type !== 'dateTime') {
        findings.push({ code: 'node.fieldNotDate', path: ['field'], params: { field: wait.field } })
      }
    }
    return findings
  },
  compile: (wait) => [['wait', { op: 'delay', until: untilOf(wait), zone: wait.timeZone, next: { outlet: 'next' } }]],
})

function untilOf(wait: WaitTimerConfig): DelayUntil {
  switch (wait.mode) {
    case 'duration':
      return { kind: 'duration', duration: { amount: wait.amount, unit: wait.unit } }
    case 'until':
      return { kind: parseInstant(wait.at) === null ? 'clock' : 'instant', at: wait.at }
    case 'untilField':
      return {
        kind: 'field',
        field: wait.field,
        offset: wait.offset,
        ...(wait.time === null ? {} : { time: wait.time }),
      }
    case 'window':
      return { kind: 'window', window: { weekdays: wait.weekdays, from: wait.from, to: wait.to } }
  }
}
