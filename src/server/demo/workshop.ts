/**
 * The lively demo project: two weeks and a half at an invented company that builds stages and exhibition stands.
 * A step is `[name, resource, length, icon]`, its length in whole days, or as `'10:00+3h'` a few hours of one day.
 */
export type Step = readonly [name: string, resource: number, length: number | string, icon: string];

/** A customer's order: its steps follow one another. */
export interface Job {
    color: string;
    /** The earliest day, counted from the Monday of the current week. */
    from: number;
    steps: readonly Step[];
}

/** People, teams, rooms and vehicles; a step refers to them by position, from 1. */
export const WORKSHOP_RESOURCES = [
    { name: 'Clara Weiss', role: 'Design' },
    { name: 'Marta Lindqvist', role: 'Carpentry' },
    { name: 'Joel Adeyemi', role: 'Carpentry' },
    { name: 'Sam Okafor', role: 'Metalwork' },
    { name: 'Inês Carvalho', role: 'Paint shop' },
    { name: 'Yuki Tanaka', role: 'Print & graphics' },
    { name: 'Pavel Novák', role: 'Lighting' },
    { name: 'Amara Diallo', role: 'Sound & video' },
    { name: 'Assembly hall', role: 'Room' },
    { name: 'Build team North', role: 'On site' },
    { name: 'Build team South', role: 'On site' },
    { name: 'Truck & crew', role: 'Transport' }
] as const;

/** Orders in hand. */
export const WORKSHOP_JOBS: readonly Job[] = [
    {
        color: 'blue',
        from: -12,
        steps: [
            ['Tide exhibition: floor plan', 1, 2, 'fa fa-compass-drafting'],
            ['Tide exhibition: wave wall', 2, 3, 'fa fa-hammer'],
            ['Tide exhibition: sealing and blue glaze', 5, 2, 'fa fa-paint-roller'],
            ['Tide exhibition: text panels', 6, 2, 'fa fa-print'],
            ['Tide exhibition: load out', 12, '07:00+5h', 'fa fa-truck'],
            ['Tide exhibition: build at the museum', 10, 3, 'fa fa-screwdriver-wrench'],
            ['Tide exhibition: handover to the curator', 1, '10:00+3h', 'fa fa-handshake']
        ]
    },
    {
        color: 'orange',
        from: -11,
        steps: [
            ["Bakers' fair: stand drawings", 1, 1, 'fa fa-pencil'],
            ["Bakers' fair: counters, batch of twelve", 3, 4, 'fa fa-hammer'],
            ["Bakers' fair: awning frames", 4, 2, 'fa fa-fire'],
            ["Bakers' fair: striped fabric print", 6, 1, 'fa fa-print'],
            ["Bakers' fair: trial assembly", 9, 1, 'fa fa-cubes'],
            ["Bakers' fair: transport to hall 4", 12, '06:00+8h', 'fa fa-truck']
        ]
    },
    {
        color: 'purple',
        from: -10,
        steps: [
            ['Kassandra: model of the revolving set', 1, 2, 'fa fa-ruler-combined'],
            ['Kassandra: turntable frame', 4, 4, 'fa fa-gear'],
            ['Kassandra: palace steps', 2, 3, 'fa fa-stairs'],
            ['Kassandra: marble effect', 5, 2, 'fa fa-brush'],
            ['Kassandra: motor and cue test', 8, 1, 'fa fa-bolt'],
            ['Kassandra: technical rehearsal', 9, '13:00+6h', 'fa fa-masks-theater']
        ]
    },
    {
        color: 'red',
        from: -7,
        steps: [
            ['Brightwater launch: storyboard', 1, 1, 'fa fa-lightbulb'],
            ['Brightwater launch: LED arch', 7, 3, 'fa fa-lightbulb'],
            ['Brightwater launch: stage film', 8, 3, 'fa fa-film'],
            ['Brightwater launch: show run in the hall', 9, 1, 'fa fa-play'],
            ['Brightwater launch: build overnight', 11, 1, 'fa fa-moon'],
            ['Brightwater launch: doors open', 8, '18:00+4h', 'fa fa-champagne-glasses']
        ]
    },
    {
        color: 'green',
        from: -7,
        steps: [
            ["Children's corner: reading caves", 3, 3, 'fa fa-tree'],
            ["Children's corner: safe edges and sanding", 2, 1, 'fa fa-hand'],
            ["Children's corner: leaf mural", 5, 3, 'fa fa-palette'],
            ["Children's corner: animal stickers", 6, 1, 'fa fa-paw'],
            ["Children's corner: install at the library", 10, 2, 'fa fa-book-open']
        ]
    },
    {
        color: 'teal',
        from: -6,
        steps: [
            ['Jazz in the park: load calculation', 4, 1, 'fa fa-calculator'],
            ['Jazz in the park: roof truss', 4, 3, 'fa fa-warehouse'],
            ['Jazz in the park: light plot', 7, 2, 'fa fa-lightbulb'],
            ['Jazz in the park: speaker towers', 8, 2, 'fa fa-volume-high'],
            ['Jazz in the park: stage build', 11, 3, 'fa fa-people-carry-box'],
            ['Jazz in the park: sound check', 8, '15:00+3h', 'fa fa-microphone']
        ]
    },
    {
        color: 'indigo',
        from: -4,
        steps: [
            ['Hotel Meridian: lobby sketch', 1, 1, 'fa fa-pencil'],
            ['Hotel Meridian: oak columns', 2, 3, 'fa fa-hammer'],
            ['Hotel Meridian: brass inlays', 4, 2, 'fa fa-gem'],
            ['Hotel Meridian: varnish', 5, 2, 'fa fa-spray-can'],
            ['Hotel Meridian: picture lights', 7, 1, 'fa fa-plug'],
            ['Hotel Meridian: delivery', 12, '08:00+4h', 'fa fa-truck'],
            ['Hotel Meridian: night installation', 10, 2, 'fa fa-moon']
        ]
    },
    {
        color: 'lime',
        from: -3,
        steps: [
            ['Vélo Expo: test track layout', 1, 2, 'fa fa-bicycle'],
            ['Vélo Expo: ramps', 3, 4, 'fa fa-hammer'],
            ['Vélo Expo: anti-slip coating', 5, 1, 'fa fa-fill-drip'],
            ['Vélo Expo: lane graphics', 6, 2, 'fa fa-print'],
            ['Vélo Expo: two lorries to the fair', 12, 1, 'fa fa-truck'],
            ['Vélo Expo: track build', 11, 2, 'fa fa-flag-checkered']
        ]
    }
];
