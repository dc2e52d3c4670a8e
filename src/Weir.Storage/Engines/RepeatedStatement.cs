using System.Data;
using System.Data.Common;
using System.Globalization;

namespace Weir.Storage.Engines;

/// <summary>A statement that is run many times; a mapper per row would cost more than the row. Its values are @p1, @p2 … of these types.</summary>
internal sealed class RepeatedStatement : IDisposable
{
    private readonly DbCommand _command;

    public RepeatedStatement(DbConnection connection, string text, params ReadOnlySpan<DbType> types)
    {
        _command = connection.CreateCommand();
        _command.CommandText = text;
        for (var i = 0; i < types.Length; i++)
        {
            var parameter = _command.CreateParameter();
            parameter.ParameterName = "@p" + (i + 1).ToString(CultureInfo.InvariantCulture);
            parameter.DbType = types[i];
            parameter.Value = DBNull.Value;
            _command.Parameters.Add(parameter);
        }

        _command.Prepare();
    }

    /// <summary>The number of rows that were changed.</summary>
    public int Execute(params ReadOnlySpan<object?> values) => Bound(values).ExecuteNonQuery();

    /// <summary>The first value of the first row; null when there is no row.</summary>
    public object? Scalar(params ReadOnlySpan<object?> values) => Bound(values).ExecuteScalar();

    public void Dispose() => _command.Dispose();

    private DbCommand Bound(ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++) _command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return _command;
    }
}
