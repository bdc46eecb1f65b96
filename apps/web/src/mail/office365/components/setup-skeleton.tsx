import { DelayedSkeleton } from '../../../ground/components/delayed-skeleton.tsx'

const fields = ['userEmail', 'clientId', 'tenantId', 'clientSecret', 'userId'].flatMap((field) => [
  { id: `${field}-label`, width: '8rem', height: '1.25rem' },
  { id: field, width: '25rem', height: '2.25rem' },
])

const lines = [
  { id: 'steps', width: '100%', height: '2.75rem' },
  { id: 'heading', width: '10rem', height: '1.5rem' },
  ...fields,
]

/** The shape of the steps and the form, shown while they load. */
export const SetupSkeleton = () => <DelayedSkeleton lines={lines} />
