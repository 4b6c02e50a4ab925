import { useEffect, useRef, useState } from 'react'

/** For a sheet that is a route: when it goes, what had the focus before it came gets it back. */
export function useReturnFocus(): void {
  const [before] = useState(() => document.activeElement)
  const isThere = useRef(false)
  useEffect(() => {
    isThere.current = true
    return () => {
      isThere.current = false
      // After the focus trap has let go; and not when React only ran the effect twice.
      window.setTimeout(() => {
        if (!isThere.current && before instanceof HTMLElement && before.isConnected)
          before.focus({ preventScroll: true })
      })
    }
  }, [before])
}
