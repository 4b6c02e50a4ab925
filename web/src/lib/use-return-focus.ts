import { useEffect, useRef, useState } from 'react'

/** For a sheet that is a route: when it closes, the element that had the focus before gets it back. */
export function useReturnFocus(): void {
  const [before] = useState(() => document.activeElement)
  const isThere = useRef(false)
  useEffect(() => {
    isThere.current = true
    return () => {
      isThere.current = false
      // Runs after the focus trap has released the focus, and only on a real unmount (React may run an effect twice).
      window.setTimeout(() => {
        if (!isThere.current && before instanceof HTMLElement && before.isConnected)
          before.focus({ preventScroll: true })
      })
    }
  }, [before])
}
