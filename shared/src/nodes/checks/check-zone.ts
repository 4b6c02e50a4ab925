import type { IssuePath } from '../../messages/issue.ts'
import type { SendTimes } from '../../time/send-times.ts'
import { isZoneChoice, type ZoneChoice } from '../../time/zone-choice.ts'
import type { Finding } from '../define-node-kind.ts'

export function checkZone(choice: ZoneChoice, path: IssuePath): Finding[] {
  return isZoneChoice(choice) ? [] : [{ code: 'node.timeZoneUnknown', path, params: { timeZone: choice } }]
}

/** For every kind with `sendTimes` in its config. */
export function checkSendTimes(times: SendTimes | null): Finding[] {
  return times === null ? [] : checkZone(times.zone, ['sendTimes', 'zone'])
}
