import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { usePlatformToday } from '../shell/session.js';
import type { ControlProps } from './form-context.js';

const DATE = 'YYYY-MM-DD';
const MINUTE = 'YYYY-MM-DD HH:mm';

type DateProps = ControlProps<string> & {
  readonly size?: 'small';
  readonly latest?: string;
  readonly allowClear?: boolean;
  readonly 'aria-label'?: string;
};

/** A civil date; the calendar opens at the platform's today, which need not be the browser's. */
export const DateInput = ({ id, value, onChange, latest, allowClear = true, ...rest }: DateProps) => {
  const today = usePlatformToday();
  return (
    <DatePicker
      {...rest}
      {...(id ? { id } : {})}
      value={value ? dayjs(value) : null}
      format={DATE}
      placeholder={DATE}
      allowClear={allowClear}
      showNow={false}
      defaultPickerValue={dayjs(today)}
      {...(latest ? { maxDate: dayjs(latest) } : {})}
      onChange={(date) => onChange?.(date ? date.format(DATE) : undefined)}
    />
  );
};

/** A local minute of the district, `2026-05-07T17:00`. */
export const DateTimeInput = ({ id, value, onChange, ...rest }: DateProps) => {
  const today = usePlatformToday();
  return (
    <DatePicker
      {...rest}
      {...(id ? { id } : {})}
      value={value ? dayjs(value) : null}
      format={MINUTE}
      placeholder={MINUTE}
      showTime={{ format: 'HH:mm' }}
      showNow={false}
      defaultPickerValue={dayjs(today)}
      onChange={(date) => onChange?.(date ? date.format('YYYY-MM-DDTHH:mm') : undefined)}
    />
  );
};
