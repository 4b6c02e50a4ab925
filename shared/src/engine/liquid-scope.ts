import type { LiquidScope } from '../text/liquid.ts'
import type { Enrollment } from './enrollment.ts'

export function liquidScope(enrollment: Pick<Enrollment, 'fields' | 'outputs'>): LiquidScope {
  return { participant: enrollment.fields, nodes: enrollment.outputs }
}
