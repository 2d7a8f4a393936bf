/** A span of hour labels as a body gives it: both ends are labels (ends of hours), included. */
import { z } from 'zod';

const HOUR_MS = 3_600_000;
/** A month of hours: what is longer is not a fault of an instrument but a station out of use. */
const MOST_HOURS = 744;

const Label = z.iso.datetime().refine((text) => Date.parse(text) % HOUR_MS === 0, 'has to be on the hour');
export const HourSpan = { fromLabel: Label, untilLabel: Label };
export const isHourSpan = ({ fromLabel, untilLabel }: { fromLabel: string; untilLabel: string }): boolean => {
  const hours = (Date.parse(untilLabel) - Date.parse(fromLabel)) / HOUR_MS;
  return hours >= 0 && hours < MOST_HOURS;
};
export const SPAN_FAULT = {
  message: `has to be fromLabel or later, ${MOST_HOURS} hours at most`,
  path: ['untilLabel'],
};
