import i18next from 'i18next'
import { beforeAll, describe, expect, it } from 'vitest'
import { startI18n } from '../../i18n/i18n.ts'
import { auditChanges, type AuditEntry, auditSentence } from './audit-sentence.ts'

const entry = (values: Partial<AuditEntry>): AuditEntry => ({
  id: '1',
  at: '2026-11-22T15:04:05.000Z',
  actor: { kind: 'user', id: '2', name: 'Aiko' },
  action: 'apiKeyCreated',
  subjectKind: 'apiKey',
  subjectId: '3',
  before: null,
  after: null,
  ...values,
})

describe('the sentence of an audit entry', () => {
  beforeAll(() => startI18n('en'))
  const sentence = (values: Partial<AuditEntry>) => auditSentence(entry(values), i18next.getFixedT('en', 'activity'))

  it('names the thing by what is known of it', () => {
    expect(sentence({ after: { name: 'CRM sync' } })).toBe('created the API key “CRM sync”')
  })

  it('takes the name of a deleted thing from before', () => {
    expect(sentence({ action: 'apiKeyRevoked', before: { name: 'CRM sync' } })).toBe('revoked the API key “CRM sync”')
  })

  it('falls back to the id of a thing without a name', () => {
    expect(sentence({})).toBe('created the API key “3”')
  })

  it('names a kind of background work by its title', () => {
    expect(sentence({ action: 'backgroundRunRetried', after: { kind: 'retention' } })).toBe(
      'retried background work: Record clean-up',
    )
  })

  it('names what was done to people in words, not by its key', () => {
    const entry = { action: 'participantsActedOn', after: { action: 'retry', people: 3 } }
    expect(sentence(entry)).toBe('used “Try again” on 3 people of a journey')
  })

  it('shows an action that has no text by its own name', () => {
    expect(sentence({ action: 'somethingNew', after: { name: 'It' } })).toBe('somethingNew · It')
  })
})

describe('the changes of an audit entry', () => {
  it('are only what is different', () => {
    const changed = entry({ before: { name: 'Old', timeZone: 'UTC' }, after: { name: 'New', timeZone: 'UTC' } })
    expect(auditChanges(changed)).toEqual([{ field: 'name', before: 'Old', after: 'New' }])
  })

  it('show lists as they are, and nothing for what was not there', () => {
    expect(auditChanges(entry({ after: { calloutAllow: ['10.0.0.0/8'] } }))).toEqual([
      { field: 'calloutAllow', before: null, after: '["10.0.0.0/8"]' },
    ])
  })
})
