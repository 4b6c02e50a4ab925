import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import type { Hono } from 'hono'
import { compress } from 'hono/compress'
import { repositoryDir } from '../../kernel/env.ts'
import { pathNotFound } from '../../kernel/errors.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import type { AppEnv } from '../../kernel/http/app-env.ts'

export const webDist = path.join(repositoryDir, 'web/dist')

const notBuilt: Record<Locale, string> = {
  en: 'The web app is not built yet. Run "npm run build" and load this page again.',
  ja: 'ウェブアプリがまだビルドされていません。「npm run build」を実行してから、このページを読み込み直してください。',
}

/** Serves the built web app: existing files as they are, every other path with index.html, which has the routes. */
export function addWebFiles(app: Hono<AppEnv>, dist: string): void {
  const index = path.join(dist, 'index.html')

  if (existsSync(dist)) {
    // index.html is served below; otherwise "/" would get the caching headers of a file. Without compression a first
    // visit loads a megabyte of text. Hashed names are cached after that.
    app.use('/assets/*', compress())
    const files = serveStatic<AppEnv>({ root: dist, index: '.no-index' })
    app.use('/*', async (c, next) => {
      const response = await files(c, next)
      // Vite adds a hash of the content to the names under assets/.
      const hashed = c.req.path.startsWith('/assets/')
      if (response instanceof Response)
        response.headers.set('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
      return response
    })
  }
  app.get('/*', async (c) => {
    if (isForPrograms(c.req.path) || path.extname(c.req.path) !== '') throw pathNotFound(c.req.path)
    if (!existsSync(index)) return c.text(notBuilt[c.get('locale')], 503)
    return c.html(await readFile(index, 'utf8'), 200, { 'cache-control': 'no-cache' })
  })
}

function isForPrograms(requestPath: string): boolean {
  return requestPath.startsWith('/api/') || requestPath.startsWith('/health/')
}
