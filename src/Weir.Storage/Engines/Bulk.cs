using System.Data;
using System.Data.Common;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Weir.Storage.Engines;

/// <summary>
/// Inserts many rows of one table as fast as the database takes them: column by column in one statement in PostgreSQL, where the way to the
/// server costs more than the row, and row by row with a prepared statement in SQLite.
/// </summary>
internal static class Bulk
{
    private const int RowsAtOnce = 5000;

    /// <summary>
    /// The number of rows that were kept; one whose key is there already is left out, unless <paramref name="known"/> (what follows ON CONFLICT)
    /// says otherwise: then no two rows may have the same key. Each row holds its values in the order of the columns: text, whole numbers,
    /// fractions, bytes or null, as the type of the column says.
    /// </summary>
    public static int Insert(DbConnection connection, string table, IReadOnlyList<(string Name, DbType Type)> columns, IEnumerable<object?[]> rows, string known = "DO NOTHING")
    {
        var names = string.Join(", ", columns.Select(column => column.Name));
        var places = columns.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"@p{i + 1}")).ToArray();
        return connection is PostgresConnection postgres
            ? rows.Chunk(RowsAtOnce).Sum(some => InsertColumns(postgres.Inner, $"INSERT INTO {table} ({names}) SELECT * FROM unnest({string.Join(", ", places)}) ON CONFLICT {known}", columns, some))
            : InsertRows(connection, $"INSERT INTO {table} ({names}) VALUES ({string.Join(", ", places)}) ON CONFLICT {known}", columns, rows);
    }

    private static int InsertRows(DbConnection connection, string text, IReadOnlyList<(string Name, DbType Type)> columns, IEnumerable<object?[]> rows)
    {
        using var statement = new RepeatedStatement(connection, text, [.. columns.Select(column => column.Type)]);
        var kept = 0;
        foreach (var row in rows) kept += statement.Execute(row);
        return kept;
    }

    private static int InsertColumns(NpgsqlConnection connection, string text, IReadOnlyList<(string Name, DbType Type)> columns, object?[][] rows)
    {
        using var command = new NpgsqlCommand(text, connection);
        for (var i = 0; i < columns.Count; i++) command.Parameters.Add(Column(i, columns[i].Type, rows));
        return command.ExecuteNonQuery();
    }

    private static NpgsqlParameter Column(int place, DbType type, object?[][] rows)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"@p{place + 1}");
        return type switch
        {
            DbType.String => new(name, NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = Array.ConvertAll(rows, row => row[place] is string text ? PlainText.Of(text) : null) },
            DbType.Double => new(name, NpgsqlDbType.Array | NpgsqlDbType.Double) { Value = Array.ConvertAll(rows, row => (double?)row[place]) },
            DbType.Binary => new(name, NpgsqlDbType.Array | NpgsqlDbType.Bytea) { Value = Array.ConvertAll(rows, row => (byte[]?)row[place]) },
            _ => new(name, NpgsqlDbType.Array | NpgsqlDbType.Bigint) { Value = Array.ConvertAll(rows, row => row[place] is { } number ? Convert.ToInt64(number, CultureInfo.InvariantCulture) : (long?)null) },
        };
    }
}
