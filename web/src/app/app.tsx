import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { Providers } from './providers.tsx'
import { api, router } from './router.ts'

export function App() {
  return (
    <StrictMode>
      <Providers api={api}>
        <RouterProvider router={router} />
      </Providers>
    </StrictMode>
  )
}
