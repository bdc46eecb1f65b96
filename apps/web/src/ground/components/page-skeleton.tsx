import { DelayedSkeleton } from './delayed-skeleton.tsx'

const lines = [
  { id: 'heading', width: '12rem', height: '1.5rem' },
  { id: 'first', width: '30rem', height: '4rem' },
  { id: 'second', width: '30rem', height: '4rem' },
  { id: 'third', width: '30rem', height: '4rem' },
]

export const PageSkeleton = () => <DelayedSkeleton lines={lines} />
