import { AnchorLink } from '../../../../ui/layout/links.tsx'

export type JourneyLinksProps = { journeys: readonly { id: string; name: string }[] }

export function JourneyLinks({ journeys }: JourneyLinksProps) {
  return (
    <ul>
      {journeys.map(({ id, name }) => (
        <li key={id}>
          <AnchorLink to="/journeys/$journeyId" params={{ journeyId: id }}>
            {name}
          </AnchorLink>
        </li>
      ))}
    </ul>
  )
}
