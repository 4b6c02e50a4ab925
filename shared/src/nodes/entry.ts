import { z } from 'zod'
import { defineNodeKind } from './define-node-kind.ts'

const config = z.object({})

export const entry = defineNodeKind({
  kind: 'entry',
  title: { en: 'Entry', ja: 'エントリー' },
  version: 1,
  migrations: {},
  config,
  defaultConfig: {},
  outlets: () => ['next'],
  // A wait of zero length: new enrollments are rows at this step, and the first batch that claims them advances them.
  compile: () => [
    [
      'arrive',
      {
        op: 'delay',
        until: { kind: 'duration', duration: { amount: 0, unit: 'seconds' } },
        zone: 'journey',
        next: { outlet: 'next' },
      },
    ],
  ],
})
