import type { CatalogEntry } from '@office365-email/shared/diagnosis/catalog'
import type { Cause } from '@office365-email/shared/diagnosis/diagnosis'
import { Link } from 'react-router'
import { mailPaths } from '../../paths.ts'

interface CauseLinksProps {
  /** Most likely first. */
  causes: readonly Cause[]
  entries: readonly CatalogEntry[]
}

/** Links to the causes further down the page. */
export const CauseLinks = ({ causes, entries }: CauseLinksProps) => (
  <ul className="bullets">
    {causes.map((cause) => (
      <li key={cause}>
        <Link to={mailPaths.troubleshooting(cause)}>
          {entries.find((entry) => entry.cause === cause)?.title ?? cause}
        </Link>
      </li>
    ))}
  </ul>
)
