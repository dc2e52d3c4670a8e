using System.Data;
using System.Globalization;
using Dapper;

namespace Weir.Storage;

/// <summary>Keeps times as whole Unix seconds in UTC.</summary>
internal sealed class UnixTimes : SqlMapper.TypeHandler<DateTimeOffset>
{
    private static readonly Lazy<bool> Registered = new(() =>
    {
        // Dapper prefers its own mapping of these types to any handler.
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
        SqlMapper.AddTypeHandler(new UnixTimes());
        return true;
    });

    public static void Register() => _ = Registered.Value;

    public override DateTimeOffset Parse(object value) =>
        DateTimeOffset.FromUnixTimeSeconds(Convert.ToInt64(value, CultureInfo.InvariantCulture));

    public override void SetValue(IDbDataParameter parameter, DateTimeOffset value)
    {
        parameter.DbType = DbType.Int64;
        parameter.Value = value.ToUnixTimeSeconds();
    }
}
