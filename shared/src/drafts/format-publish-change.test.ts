import { describe, expect, test } from 'vitest'
import type { ChangeName } from '../engine/relocation/publish-changes.ts'
import { locales } from '../messages/locale.ts'
import { formatPublishChange } from './format-publish-change.ts'

const named = { kind: 'waitTimer', name: 'Cool down', place: null }
const nameless = { kind: 'waitTimer', name: null, place: 2 }

/** Which names each sentence gives; a change that is missing here does not compile. */
const says: Record<ChangeName, ('node' | 'target')[]> = {
  firstPublish: [],
  nodeRemoved: ['node', 'target'],
  nodeRemovedToExit: ['node'],
  nodeReplaced: ['node'],
  'wait.shortened': ['node'],
  'wait.lengthened': ['node'],
  'wait.kindChanged': ['node'],
  'wait.sendTimesChanged': ['node'],
  conditionChanged: ['node'],
  nodeAdded: ['node'],
  nodeChanged: ['node'],
  nodeRenamed: ['node'],
  edgeRewired: ['node'],
  actionUpdated: ['node'],
  excluded: [],
  settingsChanged: [],
}

describe.each(Object.keys(says) as ChangeName[])('the sentence for %s', (change) => {
  test.each(locales)('gives every name and leaves no place open (%s)', (locale) => {
    const sentence = formatPublishChange({ change, node: named, target: nameless }, locale)
    expect(sentence).not.toMatch(/[{}]/)
    expect(sentence.includes('Cool down')).toBe(says[change].includes('node'))
    const target = locale === 'ja' ? '「待機タイマー 2」' : '"Wait timer 2"'
    expect(sentence.includes(target)).toBe(says[change].includes('target'))
  })
})
