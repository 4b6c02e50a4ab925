import { z } from 'zod'
import type { Env } from '../../env.ts'
import { defineJob } from '../../jobs/define-job.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import { findUnsentSecurityEvents, markSecurityEventsSent } from '../security-event.repository.ts'
import { sendSyslog } from './send-syslog.ts'
import { sendWebhook } from './send-webhook.ts'

const atOnce = 100

/**
 * Sends events to the operator's log server. The table is the queue, so an outage of that server loses none. After a crash an event
 * may come twice, and one whose count grew comes again; its id stays the same.
 */
export const securityEventStreamJob = defineJob({
  name: 'securityEventStream',
  data: z.object({}),
  retry: 'patient',
  concurrency: 1,
  run: async ({ deps, batch }) => {
    const { securityEventsUrl, securityEventsToken: token } = deps.config
    if (securityEventsUrl === undefined) return
    const url = new URL(securityEventsUrl)
    for (;;) {
      const events = await findUnsentSecurityEvents(deps.db, atOnce)
      if (events.length === 0) return
      if (url.protocol.startsWith('syslog')) await sendSyslog(url, events)
      else await sendWebhook(deps.fetchExternal, { url, token }, events)
      await batch(({ db }) => markSecurityEventsSent(db, events))
    }
  },
})

/** Runs with this key never overlap, and those that wait are merged into one. */
export async function sendSecurityEventStream(env: Env, jobs: Jobs): Promise<void> {
  if (env.securityEventsUrl !== undefined)
    await jobs.send(securityEventStreamJob, {}, { key: 'securityEventStream', workspaceId: null })
}
