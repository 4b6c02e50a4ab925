/** The logo. */
export function BrandMark({ size = 24 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="var(--tj-brand)" />
      <path
        d="M8 23.5c7.5 0 3.5-8.5 10-8.5 3.2 0 5-1.7 6-5"
        fill="none"
        stroke="var(--tj-on-brand)"
        strokeWidth="2.5"
        strokeLinecap="round"
      />
      <circle cx="8" cy="23.5" r="2.5" fill="var(--tj-on-brand)" />
      <circle cx="24" cy="9" r="2.5" fill="var(--tj-on-brand)" />
    </svg>
  )
}
