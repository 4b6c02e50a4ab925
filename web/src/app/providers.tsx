import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { type Api, TRPCProvider } from '../lib/api/trpc.ts'
import { WithActionDrawers } from './with-action-drawers.tsx'
import { cssVariablesResolver, theme } from '../ui/theme/theme.ts'

/** The providers of every page; tests use the same. */
export function Providers({ api, children, env }: { api: Api; children: ReactNode; env?: 'test' }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme="auto"
      env={env ?? 'default'}
    >
      <Notifications position="bottom-center" limit={3} containerWidth={420} />
      <QueryClientProvider client={api.queryClient}>
        <TRPCProvider trpcClient={api.client} queryClient={api.queryClient}>
          <WithActionDrawers>{children}</WithActionDrawers>
        </TRPCProvider>
      </QueryClientProvider>
    </MantineProvider>
  )
}
