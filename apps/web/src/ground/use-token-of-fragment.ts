import { useEffect, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'

/** The token after the `#`, removed from the address bar and the history as soon as it is read. Empty without a token. */
export function useTokenOfFragment(): string {
  const { hash, pathname } = useLocation()
  const navigate = useNavigate()
  const found = hash.slice(1)
  const [token, setToken] = useState(found)
  if (found !== '' && found !== token) setToken(found)
  useEffect(() => {
    if (found !== '') void navigate(pathname, { replace: true })
  }, [found, pathname, navigate])
  return token
}
