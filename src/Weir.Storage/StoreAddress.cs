namespace Weir.Storage;

/// <summary>
/// Where a store is: the data directory, which holds models and datasets, and the database, which is a SQLite file in it unless a
/// PostgreSQL server is named. A path alone means the file.
/// </summary>
public sealed record StoreAddress(string DataDirectory, PostgresAddress? Server = null)
{
    /// <summary>The SQLite file of a data directory.</summary>
    public static implicit operator StoreAddress(string dataDirectory) => new(dataDirectory);
}
