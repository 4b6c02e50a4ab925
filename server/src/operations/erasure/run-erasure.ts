import { parseExactJson } from '@tabiji/shared/kernel/parse-exact-json.ts'
import { endEnrollments } from '../../engine/participants/end-enrollments.ts'
import { findPerson, identitiesOf } from '../../engine/participants/find-person.ts'
import { keepOut } from '../../engine/participants/keep-out.ts'
import { recordAudit } from '../../kernel/audit/record-audit.ts'
import { type Ctx, systemCtx } from '../../kernel/context.ts'
import type { BatchDeps, Job, JobResult } from '../../kernel/jobs/define-job.ts'
import { listOutbox, readOutboxMail, removeFromOutbox } from '../../kernel/mail/outbox.ts'
import type { PersonalPlace, TableDeclaration } from '../../kernel/personal-data/table-declaration.ts'
import type { ErasedPerson } from './erased-person.ts'
import { finishErasure, findRunningErasure, saveErasure, sealedPersonPlace } from './erasure.repository.ts'
import type { PlaceReport } from './erasure.table.ts'
import {
  countBusyMentions,
  countLinkedRows,
  countMentions,
  eraseLinkedRows,
  eraseMentions,
  listSearchedTables,
  type SearchedTable,
  type WantedPerson,
} from './person-rows.repository.ts'
import { searchPatterns } from './search-patterns.ts'

declare module '../../kernel/deps.ts' {
  interface Deps {
    /** What each table of the database holds about people. */
    personalData: readonly TableDeclaration[]
  }
}

/** Blocks of 8 KB that one statement reads: 64 MB. */
const blocksOfBatch = 8192
const lastBlock = 2 ** 32 - 1
const linkedRowsOfBatch = 5000
const outboxMailsOfBatch = 50
/** Two are the rule; more are needed while somebody keeps sending data about the person. */
const mostPasses = 20
/** How soon a person whose step a worker is at is looked at again. */
const leaseMs = 1000

type Erasing = NonNullable<Awaited<ReturnType<typeof findRunningErasure>>>

/** One batch. Its place in the order is what the cursor says. */
type Unit = { order: number; name: string; from: number } & (
  | { kind: 'linked'; table: SearchedTable }
  | { kind: 'mentions'; table: SearchedTable; to: number }
  | { kind: 'outbox' }
)

/**
 * `after` names the last unit that is done in this pass. A pass after the first one looks for what other work wrote meanwhile, and
 * erasing ends with a pass that finds nothing.
 */
type Cursor = { pass: number; after: Pick<Unit, 'order' | 'name' | 'from'> | null; erasedInPass: number }

/** Ends what the person is in the middle of, then searches every place that can name the person until nothing is left. */
export async function runErasure(job: Job<{ erasureId: string }>): Promise<JobResult> {
  const { deps } = job
  const erasing = await findRunningErasure(deps.db, job.data.erasureId)
  if (!erasing) return
  const person = parseExactJson(deps.secrets.open(erasing.sealedPerson, sealedPersonPlace(erasing.id))) as ErasedPerson
  const ctx = { ...systemCtx(deps, erasing.workspaceId), actor: erasing.requestedBy }

  let cursor = (job.progress.cursor as Cursor | null) ?? { pass: 1, after: null, erasedInPass: 0 }
  const places = new Map<PersonalPlace, PlaceReport>(erasing.places.map((report) => [report.place, report]))
  for (;;) {
    const known = await beginPass(job, erasing, person, cursor)
    if (!erasing.isDryRun && !(await endEnrollments(ctx, known.participantIds)))
      return { againAt: new Date(ctx.clock.now().getTime() + leaseMs) }
    const wanted = wantedPerson(ctx, known)
    const units = await listUnits(ctx)
    if (cursor.pass > 1) await refuseBusyRows(ctx, units, wanted)
    for (const [index, unit] of units.entries()) {
      if (cursor.after && !isAfter(unit, cursor.after)) continue
      cursor = await job.batch(async (batch, progress) => {
        const count = await work(batch, erasing, unit, wanted, cursor.pass)
        addTo(places, placeOf(unit), count)
        const { order, name, from } = unit
        const next = { ...cursor, after: { order, name, from }, erasedInPass: cursor.erasedInPass + count.erased }
        const total = units.length * (erasing.isDryRun ? 1 : Math.max(2, cursor.pass))
        const done = units.length * (cursor.pass - 1) + index + 1
        Object.assign(progress, { cursor: next, done, total })
        await saveErasure(batch.db, erasing.id, { places: [...places.values()], done, total })
        return next
      })
    }
    if (erasing.isDryRun || (cursor.pass > 1 && cursor.erasedInPass === 0)) break
    if (cursor.pass === mostPasses) throw new Error(`the ${mostPasses}th search still found rows that name the person`)
    cursor = { pass: cursor.pass + 1, after: null, erasedInPass: 0 }
  }
  await job.batch((batch) => finish({ ...ctx, db: batch.db }, erasing, [...places.values()]))
}

/** Looks again for participants of the person, who may have entered a journey since the last pass, and keeps the person out. */
async function beginPass(
  job: Job<{ erasureId: string }>,
  erasing: Erasing,
  person: ErasedPerson,
  cursor: Cursor,
): Promise<ErasedPerson> {
  return job.batch(async (batch, progress) => {
    const found = await findPerson(batch.db, erasing.workspaceId, person)
    const known = { ...found, words: person.words }
    progress.cursor = cursor
    if (erasing.isDryRun) return known
    const sealedPerson = batch.secrets.seal(JSON.stringify(known), sealedPersonPlace(erasing.id))
    await saveErasure(batch.db, erasing.id, { sealedPerson })
    if (erasing.keepsOut) await keepOut(systemCtx(batch, erasing.workspaceId), erasing.id, identitiesOf(known))
    return known
  })
}

function wantedPerson(ctx: Ctx, person: ErasedPerson): WantedPerson {
  const { addresses, words, participantIds, enrollmentIds } = person
  const keys = person.keys.map(({ key }) => key)
  // A key that is an e-mail address names the person wherever it stands.
  const named = [...new Set([...addresses, ...keys.filter((key) => key.includes('@'))])]
  return {
    workspaceId: ctx.workspaceId,
    participantIds,
    enrollmentIds,
    addresses,
    keys,
    patterns: searchPatterns({ addresses: named, words, keys: [] }),
    keyPatterns: searchPatterns({ addresses: named, words, keys }),
  }
}

async function listUnits({ db, personalData }: Ctx): Promise<Unit[]> {
  const tables = await listSearchedTables(
    db,
    personalData.filter(({ links, mentions }) => links !== undefined || mentions !== undefined),
  )
  const units = tables.flatMap((table): Unit[] => {
    const at = { order: personalData.indexOf(table.declaration), name: table.name, table }
    const linked: Unit[] = table.declaration.links ? [{ ...at, kind: 'linked', from: -1 }] : []
    if (table.declaration.mentions === undefined) return linked
    const ranges = Math.max(1, Math.ceil(table.blocks / blocksOfBatch))
    return [
      ...linked,
      ...Array.from({ length: ranges }, (_, index): Unit => {
        const from = index * blocksOfBatch
        return { ...at, kind: 'mentions', from, to: index === ranges - 1 ? lastBlock : from + blocksOfBatch }
      }),
    ]
  })
  return [{ kind: 'outbox', order: -1, name: '', from: 0 }, ...units]
}

function isAfter(unit: Unit, after: NonNullable<Cursor['after']>): boolean {
  if (unit.order !== after.order) return unit.order > after.order
  if (unit.name !== after.name) return unit.name > after.name
  return unit.from > after.from
}

type Count = { erased: number; found: number; left: number }

async function work(
  batch: BatchDeps,
  erasing: Erasing,
  unit: Unit,
  person: WantedPerson,
  pass: number,
): Promise<Count> {
  const { db } = batch
  if (unit.kind === 'outbox') return searchOutbox(batch, person, erasing.isDryRun)
  const { table } = unit
  if (unit.kind === 'linked') {
    if (erasing.isDryRun) return foundOnly(await countLinkedRows(db, table, person))
    let erased = 0
    for (let more = true; more;) {
      const deleted = await eraseLinkedRows(db, table, person, linkedRowsOfBatch)
      erased += deleted
      more = deleted === linkedRowsOfBatch
    }
    return { erased, found: erased, left: 0 }
  }
  const { mentions } = table.declaration
  if (typeof mentions === 'object' && 'left' in mentions) {
    const left = pass === 1 ? await countMentions(db, table, person, unit) : 0
    return { erased: 0, found: left, left }
  }
  if (erasing.isDryRun) return foundOnly(await countMentions(db, table, person, unit))
  const erased = await eraseMentions(db, table, person, unit)
  return { erased, found: erased, left: 0 }
}

function foundOnly(found: number): Count {
  return { erased: 0, found, left: 0 }
}

/** The files that name the person, or whose row in `mails` belongs to the person: their names hold the id of an enrollment. */
async function searchOutbox({ config }: BatchDeps, person: WantedPerson, isDryRun: boolean): Promise<Count> {
  const regexes = person.patterns.regexes.map((source) => new RegExp(source, 'i'))
  const names = await listOutbox(config.dataDir)
  let found = 0
  for (let from = 0; from < names.length; from += outboxMailsOfBatch) {
    await Promise.all(
      names.slice(from, from + outboxMailsOfBatch).map(async (name) => {
        const isTheirs = person.enrollmentIds.some((id) => name.startsWith(`${id}.`))
        if (!isTheirs) {
          const text = await readOutboxMail(config.dataDir, name)
          if (!regexes.some((regex) => regex.test(text))) return
        }
        found++
        if (!isDryRun) await removeFromOutbox(config.dataDir, name)
      }),
    )
  }
  return { found, erased: isDryRun ? 0 : found, left: 0 }
}

/** Fails the run, which is retried: events that name the person still wait for a worker. */
async function refuseBusyRows(ctx: Ctx, units: readonly Unit[], person: WantedPerson): Promise<void> {
  for (const unit of units) {
    if (unit.kind !== 'mentions' || unit.from > 0) continue
    const busy = await countBusyMentions(ctx.db, unit.table, person)
    if (busy > 0) throw new Error(`${busy} rows of ${unit.table.name} still wait for a worker`)
  }
}

function placeOf(unit: Unit): PersonalPlace {
  return unit.kind === 'outbox' ? 'outbox' : unit.table.declaration.place!
}

function addTo(places: Map<PersonalPlace, PlaceReport>, place: PersonalPlace, count: Count): void {
  const { found, erased, left } = places.get(place) ?? { found: 0, erased: 0, left: 0 }
  if (found + count.found === 0) return
  places.set(place, {
    place,
    found: found + count.found,
    erased: erased + count.erased,
    left: left + count.left,
  })
}

async function finish(ctx: Ctx, erasing: Erasing, places: PlaceReport[]): Promise<void> {
  await finishErasure(ctx.db, erasing.id, places, ctx.clock.now())
  if (erasing.isDryRun) return
  const sum = (of: (report: PlaceReport) => number) => places.reduce((total, report) => total + of(report), 0)
  await recordAudit(ctx, {
    action: 'personErased',
    subjectKind: 'erasure',
    subjectId: erasing.id,
    after: { erased: sum(({ erased }) => erased), left: sum(({ left }) => left), keepsOut: erasing.keepsOut },
  })
}
