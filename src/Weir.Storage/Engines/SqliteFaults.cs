using Microsoft.Data.Sqlite;

namespace Weir.Storage.Engines;

/// <summary>Turns what SQLite and the file system report into sentences for the person who runs Weir.</summary>
internal static class SqliteFaults
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    public static StoreException From(SqliteException fault, string file) => new(Sentence(fault, file), fault) { IsFull = fault.SqliteErrorCode == Full };

    public static StoreException Gone(string file) =>
        new($"The database '{file}' was removed while Weir ran; put it back (`weir restore`) or choose another directory with --data, then start Weir again.");

    private static string Lost(string message) => message[(message.IndexOf("no such table: ", StringComparison.Ordinal) + 15)..].TrimEnd('.', '\'');

    private static string Sentence(SqliteException fault, string file) => fault.SqliteErrorCode switch
    {
        Busy or Locked => $"The database '{file}' is locked by another process; wait until that is done, or stop it, and try again.",
        ReadOnly => $"The database '{file}' cannot be written; make the file and its directory writable, or choose another with --data.",
        Full => $"The disk that holds '{file}' is full; free some space and run the command again: what was committed is kept.",
        InputOutput => $"Reading or writing '{file}' failed; check the disk and its free space, then run the command again.",
        CannotOpen => $"The database '{file}' cannot be opened; make its directory writable, or choose another with --data.",
        Corrupt or NotADatabase => $"'{file}' is damaged or not a Weir database; put back a copy of it (`weir restore FILE --force`), or choose another directory with --data.",
        _ when fault.Message.Contains("no such table: ", StringComparison.Ordinal) =>
            $"The database '{file}' has lost its table {Lost(fault.Message)}; put back a copy of it (`weir restore FILE --force`), or choose another directory with --data.",
        _ => $"The database '{file}' refused the request ({fault.Message}).",
    };
}
