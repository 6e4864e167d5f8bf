// What a power cut would leave of SQLite's files: no byte that was not synced.
//
// Files in folders whose names begin with "power-cut-" are followed; beside each lies its state at the
// last sync, under its name with ".synced". While a file with ".unsyncable" added to its name exists,
// syncs of it fail. All other files are SQLite's own affair.

#ifndef CPOWERCUT_H
#define CPOWERCUT_H

// Makes connections that are opened from now on go through it; gives SQLite's code.
int power_cut_begin(void);

#endif
