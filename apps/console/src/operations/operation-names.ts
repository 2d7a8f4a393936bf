import { useTranslation } from 'react-i18next';

const REASONS = ['unreadable', 'unknown-version', 'fault', 'waiting', 'behind'] as const;
const OUTCOMES = ['handled', 'duplicate', 'ignored', 'refused', 'parked', 'discarded', 'resumed'] as const;
const SERVICES = [
  'gateway',
  'directory',
  'ingestion',
  'monitoring',
  'inspection',
  'ledger',
  'funding',
  'accountability',
  'notifier',
] as const;
const isOneOf = <T extends string>(all: readonly T[], text: string): text is T =>
  (all as readonly string[]).includes(text);

/** Why a record was parked, in words. */
export const useReasonText = (): ((reason: string) => string) => {
  const { t } = useTranslation();
  return (reason) => (isOneOf(REASONS, reason) ? t(`operations.reasons.${reason}`) : reason);
};

/** What became of an operator's act, in words. */
export const useOutcomeText = (): ((outcome: string) => string) => {
  const { t } = useTranslation();
  return (outcome) => (isOneOf(OUTCOMES, outcome) ? t(`operations.outcomes.${outcome}`) : outcome);
};

/** What a service is for, in a word. */
export const useServiceName = (): ((service: string) => string) => {
  const { t } = useTranslation();
  return (service) => (isOneOf(SERVICES, service) ? t(`operations.services.${service}`) : service);
};

const MINUTE = 60;
const HOUR = 3_600;

/** How long something has waited, in the largest unit that says it. */
export const useAgeText = (): ((seconds: number) => string) => {
  const { t } = useTranslation();
  return (seconds) =>
    seconds < MINUTE
      ? t('operations.age.seconds', { n: seconds })
      : seconds < HOUR
        ? t('operations.age.minutes', { n: Math.floor(seconds / MINUTE) })
        : t('operations.age.hours', { n: Math.floor(seconds / HOUR) });
};
