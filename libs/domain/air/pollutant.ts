/** The six basic items of GB 3095, by the codes used on paper and in feeds. */
export const POLLUTANTS = ['SO2', 'NO2', 'CO', 'O3', 'PM10', 'PM2.5'] as const;
export type Pollutant = (typeof POLLUTANTS)[number];

/** One value of something for every pollutant. */
export type PerPollutant<T> = Readonly<Record<Pollutant, T>>;

/** Concentrations in µg/m³, CO in mg/m³. An absent pollutant is missing or invalid; zero is a measured zero. */
export type Concentrations = Readonly<Partial<Record<Pollutant, number>>>;
