import type { Ctx } from '../../../kernel/context.ts'
import { csvLine, csvTitles } from '../../../kernel/csv/csv-line.ts'
import type { LocalizedText } from '@tabiji/shared/messages/locale.ts'
import type { CalloutAttempt } from './callout-attempt.ts'
import { type ExportCalloutsInput, spanOf } from './callout.schemas.ts'
import { findParticipantKeys, listCalloutAttempts } from './callout-attempt.repository.ts'
import { calloutErrorInWords } from './present-callout.ts'

/** A page of the largest attempts, with request and reply, is 25 MB. */
const pageRows = 200

const columns = {
  started: { en: 'sent', ja: '送信日時' },
  person: { en: 'person', ja: '参加者' },
  outcome: { en: 'outcome', ja: '結果' },
  status: { en: 'status', ja: 'ステータス' },
  duration: { en: 'milliseconds', ja: 'ミリ秒' },
  attempt: { en: 'attempt', ja: '試行' },
  reason: { en: 'reason', ja: '理由' },
  next: { en: 'tried again', ja: '再試行日時' },
  method: { en: 'method', ja: 'メソッド' },
  address: { en: 'address', ja: 'アドレス' },
  version: { en: 'version of the external action', ja: '外部アクションのバージョン' },
  test: { en: 'test', ja: 'テスト' },
  key: { en: 'idempotency key', ja: '冪等キー' },
} as const satisfies Record<string, LocalizedText>

const bodyColumns = {
  sent: { en: 'sent body', ja: '送信した本文' },
  received: { en: 'reply body', ja: '応答の本文' },
  isCut: { en: 'cut off', ja: '途中まで' },
} as const satisfies Record<string, LocalizedText>

/** A spreadsheet cell holds 32,767 characters. A longer text spills into the next rows. */
const mostCellChars = 32_000

/** Exports every attempt that the list would show, newest first. Reads and sends one page at a time. */
export function exportCallouts(ctx: Ctx, input: ExportCalloutsInput): AsyncGenerator<string> {
  const { from, to, withBodies = false, ...filter } = input
  return lines()

  async function* lines() {
    const titles = [...Object.values(columns), ...(withBodies ? Object.values(bodyColumns) : [])]
    yield csvTitles(titles.map((title) => title[ctx.locale]))
    let after: { startedAt: Date; id: string } | undefined
    for (;;) {
      const page = await listCalloutAttempts(ctx.db, {
        ...filter,
        ...spanOf({ from, to }),
        workspaceId: ctx.workspaceId,
        ...(after && { after }),
        limit: pageRows,
      })
      const last = page.at(-1)
      if (!last) return
      const keys = await findParticipantKeys(ctx.db, ctx.workspaceId, page)
      yield page
        .map((attempt) => csvLine([...cellsOf(attempt, keys, ctx), ...(withBodies ? bodyCellsOf(attempt) : [])]))
        .join('')
      after = { startedAt: new Date(last.startedAt), id: last.id }
    }
  }
}

function cellsOf(attempt: CalloutAttempt, keys: ReadonlyMap<string, string>, { locale }: Ctx): string[] {
  const { request, error } = attempt
  const cells: Record<keyof typeof columns, string | number | null | undefined> = {
    started: attempt.startedAt,
    person: keys.get(attempt.participantId ?? ''),
    outcome: attempt.outcome,
    status: attempt.statusCode,
    duration: request && attempt.durationMs,
    attempt: attempt.attempt,
    reason: calloutErrorInWords(error, locale)?.message,
    next: attempt.nextAttemptAt,
    method: request?.method,
    address: request?.url,
    version: attempt.externalActionVersion,
    test: attempt.isTest ? 1 : 0,
    key: attempt.idempotencyKey,
  }
  return Object.keys(columns).map((name) => String(cells[name as keyof typeof columns] ?? ''))
}

function bodyCellsOf({ request, reply }: CalloutAttempt): string[] {
  const bodies = [request?.body ?? '', reply?.body ?? '']
  const isCut = request?.truncated || reply?.truncated || bodies.some((body) => body.length > mostCellChars)
  return [...bodies.map((body) => body.slice(0, mostCellChars)), isCut ? '1' : '0']
}
