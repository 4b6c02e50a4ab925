import { expect, test } from 'vitest'
import { call, draw, openCta, waitUntil } from '@tabiji/shared/testing/scenario.ts'
import { buildConnection, buildExternalAction } from '../../../../test/callout-factories.ts'
import { runWorker } from '../../../../test/run-worker.ts'
import { byGroup, LiveEditing, personFields } from './live-journey.ts'

const day = 86_400_000
/** Calls under way at once in one worker. */
const atOnce = 100

/** The wait of `size` people ends in the same second; one in `share` of them is then called. */
export function testCrowd(size: number, share: number): void {
  test(`${size} people due in the same second go on little by little, each once, though every wake-up was lost`, async () => {
    await using live = await LiveEditing.start(size)
    await using _ = await runWorker(live.app.deps)
    const ctx = live.app.ctx('admin')
    const { id: connectionId } = await buildConnection(ctx, { baseUrl: live.target.url })
    const action = await buildExternalAction(ctx, { connectionId })
    let underWay = 0
    let most = 0
    live.target.answer = async () => {
      most = Math.max(most, ++underWay)
      await new Promise((resolve) => setTimeout(resolve, 5))
      underWay--
      return { body: { ts: '1' } }
    }
    const document = draw(
      `entry > cool > ring > by > done
       by.called > post > done`,
      {
        cool: waitUntil('until', { at: new Date(live.clock.at + day).toISOString() }),
        ring: openCta(),
        by: byGroup('called'),
        post: call('park', { externalActionId: action.id, tokens: { text: { from: 'custom', value: 'Hello' } } }),
      },
      { fields: personFields },
    )
    const groups = ['called', ...Array<string>(share - 1).fill('others')]
    await using journey = await live.begin(document, groups)
    const called = journey.count(({ group }) => group === 'called')
    expect((await journey.numbers()).cool!.waiting).toBe(size)
    await journey.query(`delete from pgboss.job where name = 'advance' and data->>'journeyId' = $1`)

    live.clock.advance(day)
    await journey.quiet()
    const others = size - called
    expect(await journey.positions()).toEqual({
      'called completed: done': called,
      ...(others > 0 && { 'others completed: done': others }),
    })
    const { ring, post } = await journey.numbers()
    expect([ring!.left, post!.left]).toEqual([{ next: size }, { next: called }])
    expect([live.target.received, live.target.keys.size]).toEqual([called, called])
    expect(post!.callouts).toMatchObject({ total: called, attempts: called, failed: 0 })
    // Two workers, and neither has more calls under way than allowed.
    expect(most).toBeLessThanOrEqual(2 * atOnce)
    expect(
      await journey.query(
        `select name, state from pgboss.job where $1::text is not null and (state = 'failed' or name like '%-dead') limit 5`,
      ),
    ).toEqual([])
  })
}
