import { Gauge, type Registry } from 'prom-client'
import type { Deps } from '../../kernel/deps.ts'
import { readEngineMetrics } from '../../operations/status/read-engine-metrics.ts'

/** Reads the figures from the database on each request, so that every process returns the same. */
export function addEngineMetrics(registry: Registry, deps: Deps): () => Promise<void> {
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] })
  const workers = gauge('tabiji_workers_alive', 'Worker processes heard of within the last seconds.')
  const lag = gauge('tabiji_due_lag_seconds', 'How long the person who is most overdue has been waiting for a worker.')
  const leased = gauge('tabiji_people_leased', 'People whose call or mail is under way or about to begin.')
  const people = gauge('tabiji_people', 'People at a step of a journey, by state.', ['state'])
  const jobs = gauge('tabiji_queue_ready_jobs', 'Jobs that could run now and wait for a worker, by queue.', ['queue'])
  const sweeps = gauge('tabiji_open_sweeps', 'Publishes that have not been carried out for everybody yet.')
  const isUp = gauge('tabiji_database_up', 'Whether the database answered for these figures.')

  const missingAudits = gauge(
    'tabiji_missing_audit_entries',
    'Changes of this process, since it started, whose audit entry is missing. Anything but 0 is a bug of Tabiji.',
  )

  return async () => {
    missingAudits.set(deps.missingAudits.total)
    try {
      const metrics = await readEngineMetrics(deps)
      workers.set(metrics.workersAlive)
      lag.set(metrics.dueLagSeconds)
      leased.set(metrics.leased)
      people.set({ state: 'waiting' }, metrics.people.waiting)
      people.set({ state: 'parked' }, metrics.people.parked)
      jobs.reset()
      for (const { queue, ready } of metrics.queues) jobs.set({ queue }, ready)
      sweeps.set(metrics.openSweeps)
      isUp.set(1)
    } catch (error) {
      // The read failed, which is when the figures of the process itself are most useful, so they are still returned.
      deps.log.warn({ err: error }, 'figures of the engine not read')
      isUp.set(0)
    }
  }
}
