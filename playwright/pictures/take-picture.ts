import path from 'node:path'
import type { Page } from '@playwright/test'

const dir = path.resolve(import.meta.dirname, '../../docs/images')

/** Takes a picture of the page without a hovering pointer and after all animations have finished. */
export async function takePicture(page: Page, name: string): Promise<void> {
  await page.mouse.move(1439, 60)
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))),
  )
  await page.screenshot({ path: path.join(dir, `${name}.png`), animations: 'disabled', caret: 'hide' })
}
