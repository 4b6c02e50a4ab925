import type { Plan, Step } from '@tabiji/shared/plan/plan.ts'
import type { OutsideEffect } from '@tabiji/shared/effects/effect.ts'
import type { ClaimedStep } from '../enrollments/claim-due-enrollments.ts'
import { loadVersion, type VersionSource } from '../versions/load-version.ts'

/** The step of a run as one version defines it. */
export type StepPlan = {
  plan: Plan
  /** Null where the version has no step of this effect at this place. */
  perform: Extract<Step, { op: 'perform' }> | null
}

/**
 * The plans that the people of one run need: the plan of the live version, and the plans that people were entered with. Each
 * version is loaded once, so a person costs a map look-up instead of a load.
 */
export class StepPlans {
  readonly #source: VersionSource
  readonly #step: ClaimedStep & { effect: OutsideEffect }
  readonly #byVersion = new Map<number, StepPlan>()

  constructor(source: VersionSource, step: ClaimedStep & { effect: OutsideEffect }) {
    this.#source = source
    this.#step = step
  }

  known(versionNumber: number): StepPlan | undefined {
    return this.#byVersion.get(versionNumber)
  }

  async load(versionNumber: number): Promise<StepPlan> {
    const known = this.known(versionNumber)
    if (known) return known
    const { plan } = await loadVersion(this.#source, this.#step.journeyId, versionNumber)
    return this.learn({ versionNumber, plan })
  }

  learn({ versionNumber, plan }: { versionNumber: number; plan: Plan }): StepPlan {
    const known = this.known(versionNumber)
    if (known) return known
    const step = plan.steps[this.#step.stepId]
    const perform = step?.op === 'perform' && step.effect === this.#step.effect ? step : null
    const made = { plan, perform }
    this.#byVersion.set(versionNumber, made)
    return made
  }
}
