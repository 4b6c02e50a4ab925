import { Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import { isNotFound } from '../../lib/api/api-error.ts'
import { FormSkeleton } from '../feedback/loading-skeleton.tsx'
import { ErrorPage } from '../layout/error-page.tsx'
import { Page } from '../layout/page.tsx'
import { PageHeader } from '../layout/page-header.tsx'

export type EntityPageProps<Entity> = {
  query: { data: Entity | undefined; error: unknown; refetch: () => unknown }
  back: ReactNode
  skeletonFields?: number
  title: (entity: Entity) => string
  beside?: (entity: Entity) => ReactNode
  actions?: (entity: Entity) => ReactNode
  children: (entity: Entity) => ReactNode
}

/**
 * The page of one entity: a skeleton while it loads, then header and content. A failed refetch keeps the loaded entity,
 * and with it what the user has typed, unless the entity was deleted.
 */
export function EntityPage<Entity>({
  query,
  back,
  skeletonFields = 4,
  title,
  beside,
  actions,
  children,
}: EntityPageProps<Entity>) {
  const { data, error } = query
  if (error && (!data || isNotFound(error))) return <ErrorPage error={error} reset={() => void query.refetch()} />
  if (!data)
    return (
      <Page>
        <div>
          {back}
          <Skeleton height="1.75rem" width="14rem" mt="xs" />
        </div>
        <FormSkeleton fields={skeletonFields} />
      </Page>
    )
  return (
    <Page>
      <PageHeader title={title(data)} back={back} beside={beside?.(data)} actions={actions?.(data)} />
      {children(data)}
    </Page>
  )
}
