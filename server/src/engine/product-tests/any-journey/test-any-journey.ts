import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startStoryRunner, story, runStory, type StoryRunner } from './story.ts'

/** `ANY_JOURNEY_SEED=…` runs the stories of one run again. */
export function testAnyJourney(stories: number): void {
  vi.setConfig({ testTimeout: stories * 60_000 })
  let runner: StoryRunner
  beforeAll(async () => {
    runner = await startStoryRunner()
  })
  afterAll(() => runner?.[Symbol.asyncDispose]())

  test('whatever happens in any journey, nobody is lost, the numbers add up, and it happens the same way again', async () => {
    const seed = Number(process.env['ANY_JOURNEY_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
    await fc.assert(
      fc.asyncProperty(story, async (told) => {
        const first = await runStory(runner, told)
        expect(first.quietMoments).toBeGreaterThan(1)
        expect(await runStory(runner, told)).toEqual(first)
      }),
      { numRuns: stories, seed, endOnFailure: false },
    )
  })
}
