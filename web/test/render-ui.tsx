import { render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { Providers } from '../src/app/providers.tsx'
import { startI18n } from '../src/i18n/i18n.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import { createApi } from '../src/lib/api/trpc.ts'

/** Renders with the providers of a page. There is no server: requests are tested elsewhere with a real one. */
export async function renderUi(children: ReactNode, locale: Locale = 'en') {
  await startI18n(locale)
  const api = createApi({ onUnauthenticated: () => undefined, url: 'http://127.0.0.1:9/api/trpc' })
  return render(
    <Providers api={api} env="test">
      {children}
    </Providers>,
  )
}
