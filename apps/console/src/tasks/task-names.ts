import { useTranslation } from 'react-i18next';

const STATES = ['assigned', 'signed', 'reported', 'confirmed', 'cancelled'] as const;
const isState = (state: string): state is (typeof STATES)[number] => (STATES as readonly string[]).includes(state);

/** Name of a state of a task in the language of the page. */
export const useTaskStateName = (): ((state: string) => string) => {
  const { t } = useTranslation();
  return (state) => (isState(state) ? t(`work.task.states.${state}`) : state);
};

const STEPS = ['open', 'assign', 'sign', 'report', 'return', 'confirm', 'cancel', 'report-progress'] as const;
const isStep = (action: string): action is (typeof STEPS)[number] => (STEPS as readonly string[]).includes(action);

/** Both names of a step of a task, as the timeline takes them. */
export const useStepNames = (): ((action: string) => { zh: string; en: string }) => {
  const { i18n } = useTranslation();
  const [zh, en] = [i18n.getFixedT('zh'), i18n.getFixedT('en')];
  return (action) =>
    isStep(action)
      ? { zh: zh(`work.task.steps.${action}`), en: en(`work.task.steps.${action}`) }
      : { zh: action, en: action };
};
