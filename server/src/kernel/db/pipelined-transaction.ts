import type { Socket } from 'node:net'
import {
  DefaultQueryExecutor,
  PostgresAdapter,
  PostgresDialect,
  PostgresQueryCompiler,
  Transaction as KyselyTransaction,
  type CompiledQuery,
  type DatabaseConnection,
  type QueryResult,
} from 'kysely'
import type pg from 'pg'
import type { PipelinedPool } from './database.ts'
import type { Tables } from './tables.ts'
import type { Transaction } from './transaction.ts'

/**
 * A transaction for the few hot statements of the engine. Statements that do not need each other's results are sent
 * together (`pipelined`), and each is prepared once per connection. A micro-batch took eleven round trips, with every
 * statement parsed and planned each time, and now takes three. The first error closes the connection, so that a
 * statement prepared before a migration is never used again.
 */
export async function pipelinedTransaction<T>(
  { pool, statementNames }: PipelinedPool,
  run: (trx: Transaction) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  let isBroken = true
  try {
    // Not awaited: the next statements go out in the same packet, and PostgreSQL answers in order.
    const begun = client.query('begin')
    begun.catch(() => {})
    const result = await run(transactionOn(client, statementNames)).catch(async (error: unknown) => {
      await client.query('rollback')
      throw error
    })
    await begun
    const { command } = await client.query('commit')
    // PostgreSQL returns another command tag when a statement had failed.
    if (command !== 'COMMIT') throw new Error('the transaction was rolled back')
    isBroken = false
    return result
  } finally {
    client.release(isBroken)
  }
}

/**
 * Runs statements that do not need each other's results, in the given order. In a pipelined transaction they are sent
 * all at once. In any other transaction they run one after the other, because there a queued statement could run after
 * the rollback that an earlier failure caused.
 */
export async function pipelined<const S extends readonly (() => Promise<unknown>)[]>(
  trx: object,
  statements: S,
): Promise<{ -readonly [I in keyof S]: Awaited<ReturnType<S[I]>> }> {
  type Results = { -readonly [I in keyof S]: Awaited<ReturnType<S[I]>> }
  if (!pipelinedTransactions.has(trx)) {
    const results: unknown[] = []
    for (const statement of statements) results.push(await statement())
    return results as Results
  }
  const settled = await Promise.allSettled(statements.map((statement) => statement()))
  const failed = settled.find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
  return settled.map((one) => (one as PromiseFulfilledResult<unknown>).value) as Results
}

const pipelinedTransactions = new WeakSet<object>()
const transactions = new WeakMap<pg.PoolClient, Transaction>()

function transactionOn(client: pg.PoolClient, statementNames: Map<string, string>): Transaction {
  const known = transactions.get(client)
  if (known) return known
  const connection = new PipelinedConnection(client, statementNames)
  const dialect = new PostgresDialect({ pool: noPool })
  const executor = new DefaultQueryExecutor(new PostgresQueryCompiler(), new PostgresAdapter(), {
    provideConnection: (consumer) => consumer(connection),
  })
  const trx = new KyselyTransaction<Tables>({ config: { dialect }, dialect, driver: dialect.createDriver(), executor })
  transactions.set(client, trx)
  pipelinedTransactions.add(trx)
  return trx
}

const noPool = () => Promise.reject(new Error('a pipelined transaction has one connection and opens no other'))

class PipelinedConnection implements DatabaseConnection {
  readonly #client: pg.PoolClient
  readonly #names: Map<string, string>
  #isCorked = false

  constructor(client: pg.PoolClient, names: Map<string, string>) {
    this.#client = client
    this.#names = names
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    this.#cork()
    const { rows, command, rowCount } = await this.#client.query({
      ...nameOf(this.#names, sql),
      text: sql,
      values: parameters as unknown[],
    })
    const affects = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE'
    return { rows, ...(affects && { numAffectedRows: BigInt(rowCount ?? 0) }) }
  }

  // oxlint-disable-next-line require-yield -- kysely's way of saying that there is none
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('a pipelined transaction does not stream')
  }

  /** All statements of this turn of the event loop are sent in one write. */
  #cork(): void {
    if (this.#isCorked) return
    const { stream } = (this.#client as unknown as { connection: { stream: Socket } }).connection
    this.#isCorked = true
    stream.cork()
    process.nextTick(() => {
      this.#isCorked = false
      stream.uncork()
    })
  }
}

/**
 * The engine has about thirty statements. The 201st text gets no name, and a name is never reused: a connection keeps the
 * plan of each name until it is closed, so a cache that evicts the oldest name would fill it.
 */
const mostNames = 200

function nameOf(names: Map<string, string>, sql: string): { name?: string } {
  const known = names.get(sql)
  if (known !== undefined) return { name: known }
  if (names.size >= mostNames) return {}
  const name = `engine${names.size}`
  names.set(sql, name)
  return { name }
}
