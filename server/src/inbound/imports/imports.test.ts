import { clockShowing } from '../../../test/manual-clock.ts'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { FieldDefinition } from '@tabiji/shared/values/field-type.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildWorkspace } from '../../../test/factories.ts'
import { runWorker, until } from '../../../test/run-worker.ts'
import { createTestApp, type TestApp } from '../../../test/test-app.ts'
import { createJourney } from '../../journeys/drafts/create-journey.ts'
import { cleanUpImports } from './run/clean-up-imports.ts'
import { markForCancel } from '../../kernel/jobs/job-run.repository.ts'
import { runJob } from '../../../test/run-job.ts'
import { importJob } from './run/import-job.ts'

let app: TestApp
let key: string

beforeAll(async () => {
  app = await createTestApp()
  key = await app.apiKey('editor')
})
afterAll(() => app[Symbol.asyncDispose]())

const fields: FieldDefinition[] = [
  { key: 'email', type: 'email', required: true },
  { key: 'firstName', type: 'text' },
  { key: 'score', type: 'number' },
]

async function buildJourney(options: { fields?: FieldDefinition[]; uniqueBy?: string[] } = {}): Promise<string> {
  const { id } = await createJourney(app.ctx(), { name: 'Import test', fields, ...options })
  return id
}

const fixture = (name: string) => readFileSync(path.join(import.meta.dirname, 'fixtures', name))

function post(
  url: string,
  body: string | Buffer | FormData,
  headers: Record<string, string> = { 'content-type': 'text/csv' },
) {
  return app.request(url, {
    method: 'POST',
    key,
    headers: body instanceof FormData ? {} : headers,
    body: body as string,
  })
}

async function bulk(journeyId: string, body: string | Buffer | FormData, query = '', purpose = 'participants') {
  return post(`/api/v1/bulk/journeys/${journeyId}/${purpose}${query}`, body)
}

async function importIdOf(response: Response): Promise<string> {
  const body = (await response.json()) as { importId: string }
  expect([response.status, body]).toEqual([202, { importId: expect.any(String) }])
  return body.importId
}

async function getImport(importId: string) {
  return (await (await app.request(`/api/v1/imports/${importId}`, { key })).json()) as Record<string, any>
}

async function rejectsOf(importId: string, headers: Record<string, string> = {}) {
  const response = await app.request(`/api/v1/imports/${importId}/rejects`, { key, headers })
  expect(response.status).toBe(200)
  return Buffer.from(await response.arrayBuffer()).toString('utf8')
}

async function problemOf(response: Response) {
  return { status: response.status, ...((await response.json()) as Record<string, any>) } as Record<string, any>
}

async function peopleOf(journeyId: string) {
  const rows = await app.deps.db
    .selectFrom('participants')
    .select(['key', 'fields'])
    .where('journey_id', '=', journeyId)
    .orderBy('key')
    .execute()
  return rows.map((row) => [row.key, row.fields])
}

async function enrollBulk(journeyId: string, body: string | Buffer, query = '', purpose = 'participants') {
  const importId = await importIdOf(await bulk(journeyId, body, query, purpose))
  await runJob(app.deps, importJob, { importId })
  return { importId, state: await getImport(importId) }
}

describe('a bulk import of participants', () => {
  it('answers 202 at once and lets everybody in who fits', async () => {
    const journeyId = await buildJourney()
    const { state } = await enrollBulk(journeyId, fixture('plain.csv'))
    expect(state).toMatchObject({
      status: 'done',
      rows: 3,
      done: 3,
      counts: { enrolled: 3, duplicate: 0, excluded: 0, invalid: 0 },
      rowsPerSecond: expect.any(Number),
    })
    expect(await peopleOf(journeyId)).toEqual([
      ['aiko@example.com', { email: 'aiko@example.com', firstName: 'Aiko', score: 9 }],
      ['ben@example.com', { email: 'ben@example.com', firstName: 'Ben "B" Lee', score: 7 }],
      ['carla@example.com', { email: 'carla@example.com', firstName: 'Carla', score: 3 }],
    ])
    const enrollments = await app.deps.db
      .selectFrom('enrollments')
      .select('status')
      .where('journey_id', '=', journeyId)
      .execute()
    expect(enrollments).toHaveLength(3)
  })

  it.each([
    ['semicolon-bom-crlf.csv', 'Aiko; A.'],
    ['tab.tsv', 'Aiko'],
    ['shift-jis.csv', '山田愛子'],
    ['utf16-excel.txt', '愛子'],
    ['backslash.csv', 'Aiko "A" Sato'],
    ['single-quotes.csv', 'Aiko, A.'],
  ])('reads %s', async (name, firstName) => {
    const journeyId = await buildJourney()
    const { state } = await enrollBulk(journeyId, fixture(name))
    expect(state).toMatchObject({ status: 'done', counts: { invalid: 0 } })
    expect((await peopleOf(journeyId))[0]).toEqual([
      'aiko@example.com',
      { email: 'aiko@example.com', firstName, score: 9 },
    ])
  })

  it('takes the columns that the mapping names', async () => {
    const journeyId = await buildJourney()
    const mapping = encodeURIComponent(JSON.stringify({ email: 'Contact', score: 3 }))
    await enrollBulk(journeyId, 'Name,Contact,NPS\nAiko,aiko@example.com,9\n', `?mapping=${mapping}`)
    expect(await peopleOf(journeyId)).toEqual([['aiko@example.com', { email: 'aiko@example.com', score: 9 }]])
  })

  it('maps columns by number where a file has no header', async () => {
    const journeyId = await buildJourney()
    const mapping = encodeURIComponent(JSON.stringify({ email: 1, score: 3 }))
    await enrollBulk(journeyId, fixture('no-header.csv'), `?header=absent&mapping=${mapping}`)
    expect(await peopleOf(journeyId)).toHaveLength(2)
  })

  it('takes the first file of a multipart form, with its name', async () => {
    const journeyId = await buildJourney()
    const form = new FormData()
    form.append('note', 'from the shop')
    form.append('file', new Blob([fixture('plain.csv')]), 'shop.csv')
    const importId = await importIdOf(await bulk(journeyId, form))
    await runJob(app.deps, importJob, { importId })
    expect(await getImport(importId)).toMatchObject({ fileName: 'shop.csv', counts: { enrolled: 3 } })
  })

  it('lets 997 of 1,000 in when three rows are bad, and says of each line why', async () => {
    const journeyId = await buildJourney()
    const rows = Array.from({ length: 1000 }, (_, index) => `p${index}@example.com,P${index},${index % 10}`)
    rows[99] = 'not-an-address,P,many'
    rows[499] = 'p499@example.com,P499,5,surplus'
    rows[899] = 'p899@example.com,5" pipe,5'
    const { importId, state } = await enrollBulk(journeyId, `email,firstName,score\n${rows.join('\n')}\n`)
    expect(state).toMatchObject({ status: 'done', counts: { enrolled: 997, invalid: 3 } })
    expect(Object.fromEntries(state.reasons.map((reason: any) => [reason.code, reason.rows]))).toEqual({
      'field.email': 1,
      'field.number': 1,
      'csv.cellsSurplus': 1,
      'csv.strayQuote': 1,
    })

    const english = (await rejectsOf(importId)).split('\r\n')
    expect(english[0]).toBe('\uFEFFline,reason,email,firstName,score')
    expect(english[1]).toMatch(/^101,".*email.*not-an-address.*score.*many.*",not-an-address,P,many$/)
    expect(english[2]).toMatch(
      /^501,"This row has 4 cells, but the header names 3 columns\..*",p499@example\.com,P499,5,surplus$/,
    )
    expect(english[3]).toMatch(/^901,".*quote.*"$/)
    expect(english).toHaveLength(5)
    const japanese = await rejectsOf(importId, { 'accept-language': 'ja' })
    expect(japanese).toContain('行,理由,email')
    expect(japanese).toContain('この行のセルは 4 個ですが、ヘッダーの列は 3 個です。')
  })

  it('tells repetition inside of the file from people who are in already', async () => {
    const journeyId = await buildJourney()
    await enrollBulk(journeyId, fixture('plain.csv'))
    const { importId, state } = await enrollBulk(
      journeyId,
      'email\ndora@example.com\nAIKO@example.com\n"dora@example.com "\nDora@Example.com\n',
    )
    expect(state).toMatchObject({ counts: { enrolled: 1, duplicate: 3 } })
    const rejects = await rejectsOf(importId)
    expect(rejects).toMatch(/\n3,"aiko@example\.com is in this journey already/)
    expect(rejects).toMatch(/\n4,.*already on line 2 of this file/)
    expect(rejects).toMatch(/\n5,.*already on line 2 of this file/)
  })

  it('counts a repetition far apart in the file as one, also against an earlier refused row', async () => {
    const journeyId = await buildJourney()
    const rows = Array.from({ length: 12_000 }, (_, index) => `p${index}@example.com,${index % 10}`)
    rows[0] = 'p0@example.com,bad'
    rows[11_000] = 'p0@example.com,1'
    rows[11_001] = 'p1@example.com,1'
    const { importId, state } = await enrollBulk(journeyId, `email,score\n${rows.join('\n')}\n`)
    expect(state).toMatchObject({ counts: { enrolled: 11_998, duplicate: 1, invalid: 1 } })
    expect(await rejectsOf(importId)).toMatch(/\n11003,.*already on line 3 of this file/)
  })

  it('turns formulas in refused rows into text', async () => {
    const journeyId = await buildJourney()
    const { importId } = await enrollBulk(journeyId, 'email,firstName\n"=HYPERLINK(""http://evil"")",@SUM(1)\n')
    const rejects = await rejectsOf(importId)
    expect(rejects).toContain(`"'=HYPERLINK(""http://evil"")",'@SUM(1)`)
    expect(rejects).not.toMatch(/,=|,@/)
  })

  it('keeps apart what a row lacks and what it has too much of', async () => {
    const journeyId = await buildJourney()
    const { state } = await enrollBulk(
      journeyId,
      'email,firstName,score\na@example.com\nb@example.com,B,1,,\n,C,1\nd@example.com,D,1,2\n,,\n',
    )
    // Spreadsheets leave empty cells at the end of rows, and empty rows.
    expect(state).toMatchObject({ rows: 4, counts: { enrolled: 1, invalid: 3 } })
    expect(state.reasons.map((reason: any) => reason.code).toSorted()).toEqual([
      'csv.cellsMissing',
      'csv.cellsSurplus',
      'field.required',
    ])
  })

  it('refuses a cell that no text can hold with its line', async () => {
    const journeyId = await buildJourney()
    const { importId, state } = await enrollBulk(
      journeyId,
      'email,firstName\na@example.com,A\nb@example.com,"B\0"\n',
      '?encoding=utf-8',
    )
    expect(state).toMatchObject({ counts: { enrolled: 1, invalid: 1 } })
    expect(await rejectsOf(importId)).toMatch(/\n3,.*zero byte/)
  })

  it('lets nobody in on a dry run and says what would happen', async () => {
    const journeyId = await buildJourney()
    await enrollBulk(journeyId, 'email\naiko@example.com\n')
    const { state } = await enrollBulk(journeyId, fixture('plain.csv'), '?dryRun=true')
    expect(state).toMatchObject({ status: 'checked', dryRun: true, counts: { enrolled: 2, duplicate: 1 } })
    expect(await peopleOf(journeyId)).toHaveLength(1)
  })
})

describe('a file that cannot be read', () => {
  it.each([
    ['quote-not-closed.csv', 'csv.quoteNotClosed', /begins on line 2 opens a quote that is never closed/],
    ['quote-wrong.csv', 'csv.quoteWrong', /^Line 2: a quote closes a cell/],
    ['latin1.csv', 'csv.encodingWrong', /^Line 3 has a byte \(0xE9, byte 67 of the file\).*"CSV UTF-8/],
    ['no-header.csv', 'csv.headerMissing', /"aiko@example.com" looks like data.*Insert a header row/],
    ['header-only.csv', 'csv.headerOnly', /no rows of data below it/],
    ['duplicate-header.csv', null, /several columns named "score".*number of the column/],
  ])('is refused with what, where and what to do: %s', async (name, code, message) => {
    const journeyId = await buildJourney()
    const mapping = encodeURIComponent(JSON.stringify({ email: 'email', score: 'score' }))
    const problem = await problemOf(await bulk(journeyId, fixture(name), `?mapping=${mapping}`))
    expect(problem).toMatchObject({ status: 422, code: 'invalid', issues: [{ code: code ?? 'csv.columnAmbiguous' }] })
    expect(problem.issues[0].message).toMatch(message)
    expect(await peopleOf(journeyId)).toEqual([])
    const { items } = await app.caller('viewer').imports.list({ journeyId })
    expect(items).toMatchObject([{ status: 'failed', issues: [{ code: problem.issues[0].code }] }])
    const staged = await app.deps.db
      .selectFrom('import_rows')
      .select('line')
      .where('import_id', '=', items[0]!.id)
      .execute()
    expect(staged).toEqual([])
  })

  it('is refused when it is empty, a workbook, or not there', async () => {
    const journeyId = await buildJourney()
    const codeOf = async (response: Response) => (await problemOf(response)).issues[0].code
    expect(await codeOf(await bulk(journeyId, ''))).toBe('csv.empty')
    expect(await codeOf(await bulk(journeyId, '\n\n\n'))).toBe('csv.empty')
    const bare = await app.request(`/api/v1/bulk/journeys/${journeyId}/participants`, { method: 'POST', key })
    expect(await codeOf(bare)).toBe('csv.fileMissing')
    expect(await codeOf(await bulk(journeyId, Buffer.from([0x50, 0x4b, 3, 4, 0, 0])))).toBe('csv.notText')
    const form = new FormData()
    form.append('note', 'no file')
    expect(await codeOf(await bulk(journeyId, form))).toBe('csv.fileMissing')
  })

  it('speaks Japanese to those who ask for it', async () => {
    const journeyId = await buildJourney()
    const response = await post(`/api/v1/bulk/journeys/${journeyId}/participants`, fixture('header-only.csv'), {
      'content-type': 'text/csv',
      'accept-language': 'ja',
    })
    expect((await problemOf(response)).issues[0].message).toBe(
      'ヘッダー行だけで、データの行がありません。1 行以上追加してください。',
    )
  })

  it('is refused before the rest of it is read when a required column is missing', async () => {
    const journeyId = await buildJourney()
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent++
        controller.enqueue(Buffer.from(sent === 1 ? 'name,score\n' : 'Aiko,9\n'.repeat(10_000)))
        if (sent > 10_000) controller.close()
      },
    })
    const response = await app.request(`/api/v1/bulk/journeys/${journeyId}/participants`, {
      method: 'POST',
      key,
      headers: { 'content-type': 'text/csv' },
      body: endless,
      duplex: 'half',
    } as RequestInit)
    const problem = await problemOf(response)
    expect(problem).toMatchObject({ status: 422, issues: [{ code: 'csv.requiredUnmapped', path: 'email' }] })
    expect(sent).toBeLessThan(1000)
  })

  it('is said to be incomplete when the sender breaks off', async () => {
    const journeyId = await buildJourney()
    const broken = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(Buffer.from('email\na@example.com\n'))
      },
      pull(controller) {
        controller.error(new Error('socket hang up'))
      },
    })
    const response = await app.request(`/api/v1/bulk/journeys/${journeyId}/participants`, {
      method: 'POST',
      key,
      headers: { 'content-type': 'text/csv' },
      body: broken,
      duplex: 'half',
    } as RequestInit)
    expect((await problemOf(response)).issues[0].code).toBe('csv.uploadBroken')
    expect(await peopleOf(journeyId)).toEqual([])
  })
})

describe('an import of exclusions', () => {
  it('puts people on the list, counts who is on it, and keeps them out', async () => {
    const journeyId = await buildJourney()
    await enrollBulk(journeyId, 'email\nben@example.com\n', '', 'exclusions')
    const again = await enrollBulk(journeyId, 'email\nBen@example.com\nzoe@example.com\nnobody\n', '', 'exclusions')
    expect(again.state).toMatchObject({ purpose: 'exclusions', counts: { excluded: 1, duplicate: 1, invalid: 1 } })

    const { importId, state } = await enrollBulk(journeyId, fixture('plain.csv'))
    expect(state).toMatchObject({ counts: { enrolled: 2, excluded: 1 } })
    expect(await rejectsOf(importId)).toMatch(/\n3,ben@example\.com is on the exclusion list/)
  })
})

describe('an upload that waits for its mapping', () => {
  async function upload(journeyId: string, body: string | Buffer) {
    const response = await post(`/api/v1/journeys/${journeyId}/imports?fileName=people.csv`, body)
    expect(response.status).toBe(201)
    return (await response.json()) as { id: string; status: string }
  }

  it('is previewed, checked, started and followed from the web', async () => {
    const journeyId = await buildJourney()
    const { id: importId, status } = await upload(
      journeyId,
      `E-mail address,First Name,NPS\n${Array.from({ length: 30 }, (_, i) => `p${i}@example.com,P${i},${i % 3 === 0 ? 'x' : i}`).join('\n')}\n`,
    )
    expect(status).toBe('uploaded')
    const web = app.caller('editor')

    const preview = await web.imports.preview({ importId })
    expect(preview).toMatchObject({
      fileName: 'people.csv',
      headers: ['E-mail address', 'First Name', 'NPS'],
      rowCount: 30,
      dialect: { encoding: 'utf-8', delimiter: ',' },
      mapping: { email: 'E-mail address', firstName: 'First Name', score: 'NPS' },
      fields: [{ key: 'email', type: 'email' }, { key: 'firstName' }, { key: 'score', type: 'number' }],
    })
    expect(preview.rows).toHaveLength(20)
    expect(preview.rows[0]).toEqual({ line: 2, cells: ['p0@example.com', 'P0', 'x'] })

    await web.imports.dryRun({ importId, mapping: preview.mapping })
    await runJob(app.deps, importJob, { importId })
    expect(await web.imports.get({ importId })).toMatchObject({
      status: 'checked',
      counts: { enrolled: 20, invalid: 10 },
    })
    expect(await peopleOf(journeyId)).toEqual([])

    await web.imports.start({ importId, mapping: { email: 'E-mail address', firstName: 'First Name' } })
    await runJob(app.deps, importJob, { importId })
    expect(await web.imports.get({ importId })).toMatchObject({
      status: 'done',
      doneCount: 30,
      counts: { enrolled: 30, invalid: 0 },
    })
    expect((await rejectsOf(importId)).split('\r\n')).toHaveLength(2)
    expect(await peopleOf(journeyId)).toHaveLength(30)
    const staged = await app.deps.db
      .selectFrom('import_rows')
      .select('line')
      .where('import_id', '=', importId)
      .execute()
    expect(staged).toEqual([])
  })

  it('is not started twice, nor with a mapping that does not fit', async () => {
    const journeyId = await buildJourney()
    const { id: importId } = await upload(journeyId, fixture('plain.csv'))
    const web = app.caller('editor')
    await expect(web.imports.start({ importId, mapping: { email: 'mail', score: 'score' } })).rejects.toMatchObject({
      code: 'UNPROCESSABLE_CONTENT',
    })
    await expect(web.imports.start({ importId, mapping: { score: 'score' } })).rejects.toMatchObject({
      code: 'UNPROCESSABLE_CONTENT',
    })
    await web.imports.start({ importId, mapping: { email: 'email' } })
    await expect(web.imports.start({ importId, mapping: { email: 'email' } })).rejects.toMatchObject({
      code: 'CONFLICT',
    })
  })

  it('is nothing a viewer may start, and not there for another workspace', async () => {
    const journeyId = await buildJourney()
    const { id: importId } = await upload(journeyId, fixture('plain.csv'))
    await expect(app.caller('viewer').imports.start({ importId, mapping: { email: 'email' } })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
    const viewerKey = await app.apiKey('viewer')
    const url = `/api/v1/bulk/journeys/${journeyId}/participants`
    const refused = await app.request(url, {
      method: 'POST',
      key: viewerKey,
      headers: { 'content-type': 'text/csv' },
      body: 'a',
    })
    expect(refused.status).toBe(403)

    const other = await buildWorkspace(app.deps)
    const stranger = app.caller('owner', { workspaceId: other.id })
    await expect(stranger.imports.get({ importId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(stranger.imports.preview({ importId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const otherKey = await app.apiKey('admin', other.id)
    for (const path of [
      `/api/v1/imports/${importId}`,
      `/api/v1/imports/${importId}/rejects`,
      '/api/v1/imports/nonsense',
    ])
      expect((await app.request(path, { key: otherKey })).status).toBe(404)
    const foreign = await app.request(url, {
      method: 'POST',
      key: otherKey,
      headers: { 'content-type': 'text/csv' },
      body: 'email\n',
    })
    expect(foreign.status).toBe(404)
  })
})

describe('the import job', () => {
  async function uploadMany(count: number) {
    const journeyId = await buildJourney()
    const rows = Array.from({ length: count }, (_, index) => `p${index}@example.com,${index}`)
    rows[count - 1] = 'p0@example.com,1'
    return { journeyId, importId: await importIdOf(await bulk(journeyId, `email,score\n${rows.join('\n')}\n`)) }
  }

  /** An id source that fails after some chunks, in the middle of the next one. */
  function killedAfter(chunks: number) {
    let left = chunks * 20_000
    return {
      ...app.deps,
      ids: {
        uuid: () => {
          if (left-- <= 0) throw new Error('killed')
          return app.deps.ids.uuid()
        },
      },
    }
  }

  it('goes on where a killed worker stopped, and lets nobody in twice', async () => {
    const { journeyId, importId } = await uploadMany(12_001)
    await expect(runJob(killedAfter(1), importJob, { importId })).rejects.toThrow('killed')
    expect(await getImport(importId)).toMatchObject({ status: 'enrolling', done: 5000, counts: { enrolled: 5000 } })
    await runJob(app.deps, importJob, { importId })
    expect(await getImport(importId)).toMatchObject({
      status: 'done',
      done: 12_001,
      counts: { enrolled: 12_000, duplicate: 1 },
    })
    expect(await peopleOf(journeyId)).toHaveLength(12_000)
    // The line is stored, although the worker that read it is gone.
    expect(await rejectsOf(importId)).toMatch(/\n12002,.*already on line 2 of this file/)
  })

  it('is shared by two workers without deciding on a row twice', async () => {
    const { journeyId, importId } = await uploadMany(12_001)
    await Promise.all([runJob(app.deps, importJob, { importId }), runJob(app.deps, importJob, { importId })])
    await runJob(app.deps, importJob, { importId })
    expect(await getImport(importId)).toMatchObject({
      status: 'done',
      done: 12_001,
      counts: { enrolled: 12_000, duplicate: 1 },
    })
    expect(await peopleOf(journeyId)).toHaveLength(12_000)
  })

  it('says so when PostgreSQL lost the uploaded rows', async () => {
    const { importId } = await uploadMany(100)
    await app.deps.db.deleteFrom('import_rows').where('import_id', '=', importId).execute()
    await runJob(app.deps, importJob, { importId })
    expect(await getImport(importId)).toMatchObject({ status: 'failed', issues: [{ code: 'csv.rowsLost' }] })
  })

  it('ends as failed when the journey lost a mapped field meanwhile', async () => {
    const { journeyId, importId } = await uploadMany(10)
    const journey = await app.deps.db
      .selectFrom('journeys')
      .select('draft')
      .where('id', '=', journeyId)
      .executeTakeFirstOrThrow()
    const draft = { ...journey.draft, fields: journey.draft.fields.filter((field) => field.key !== 'score') }
    await app.deps.db
      .updateTable('journeys')
      .set({ draft: JSON.stringify(draft) })
      .where('id', '=', journeyId)
      .execute()
    await runJob(app.deps, importJob, { importId })
    expect(await getImport(importId)).toMatchObject({ status: 'failed', issues: [{ code: 'csv.fieldUnknown' }] })
  })

  it('is cancelled between two chunks, and says so', async () => {
    const { journeyId, importId } = await uploadMany(12_001)
    await expect(runJob(killedAfter(1), importJob, { importId })).rejects.toThrow('killed')
    const { id } = await app.deps.db
      .selectFrom('job_runs')
      .select('id')
      .where('key', '=', importId)
      .executeTakeFirstOrThrow()
    const request = { workspaceId: app.workspace.id, id, kinds: ['import'], now: app.deps.clock.now() }
    expect(await markForCancel(app.deps.db, request)).toBe('import')
    await runJob(app.deps, importJob, { importId })
    expect(await getImport(importId)).toMatchObject({ status: 'failed', issues: [{ code: 'csv.cancelled' }] })
    expect(await peopleOf(journeyId)).toHaveLength(5000)
  })

  it('carries a file from the upload to people in the journey through the queue', async () => {
    await using _worker = await runWorker(app.deps)
    const { importId, journeyId } = await uploadMany(6000)
    await until('the import is done', async () => (await getImport(importId)).status === 'done')
    expect(await peopleOf(journeyId)).toHaveLength(5999)
    const { items } = await app.caller('admin').auditLog.list({ subjectKind: 'import', subjectId: importId })
    expect(items.map(({ action }) => action)).toEqual(['importFinished', 'importStarted'])
  })

  it('leaves nothing staged of an import that went away with its journey', async () => {
    const { importId, journeyId } = await uploadMany(10)
    await app.deps.db.deleteFrom('journeys').where('id', '=', journeyId).execute()
    await runJob(app.deps, importJob, { importId })
    await cleanUpImports(app.deps)
    const staged = await app.deps.db
      .selectFrom('import_rows')
      .select('line')
      .where('import_id', '=', importId)
      .execute()
    expect(staged).toEqual([])
  })

  it('cleans up after uploads that nobody went on with', async () => {
    const journeyId = await buildJourney()
    const response = await post(`/api/v1/journeys/${journeyId}/imports`, fixture('plain.csv'))
    const { id } = (await response.json()) as { id: string }
    await cleanUpImports(app.deps)
    expect((await app.caller('viewer').imports.preview({ importId: id })).rows).toHaveLength(3)
    const later = clockShowing(() => new Date(Date.now() + 8 * 24 * 3_600_000))
    await cleanUpImports({ ...app.deps, clock: later })
    expect((await app.caller('viewer').imports.preview({ importId: id })).rows).toHaveLength(0)
  })
})
